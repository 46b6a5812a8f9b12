import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser, takePicture, type TestBrowser } from '../support/browser.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { expectSound, fill, openPage, press } from '../support/sandbox-page.ts';
import { acme, campaignOf, client, connected, documentsOf, KEY, settings, worldOf } from '../support/worlds.ts';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const PARTNER = '7999999999999999999';

const byo = acme();
const agency = client(2, { name: 'beta-android', currency: 'JPY', config: { mode: 'agency' } });
/** Its ad account waits for OAuth. */
const unconnected = client(3, { name: 'gamma-ios', inProject: { adAccounts: [] } });
const uninstalled = client(4, { name: 'delta-ios', inProject: { layers: [], adAccounts: [] } });

const budgetWrite = {
  pendingId: 'pa_budget',
  actionType: 'update_budget',
  entityType: 'campaign',
  entityId: 'cmp_2',
  entityName: 'Campaign 2',
  newValue: { dailyBudgetCents: 9000 },
  createdAt: '2026-11-10T11:00:00Z',
};
const pauseWrite = {
  pendingId: 'pa_pause',
  actionType: 'pause_campaign',
  entityType: 'campaign',
  entityId: 'cmp_1',
  entityName: 'A campaign with a name as long as those that a person types in a hurry, with every detail in it',
  createdAt: '2026-11-10T10:00:00Z',
};

const built = JSON.parse(
  worldOf(
    [
      acme({
        inProject: {
          campaigns: [
            campaignOf(byo.account, 2, 'paused', { dailyBudgetCents: 6000 }),
            campaignOf(byo.account, 1, 'active', { dailyBudgetCents: 5000 }),
          ],
          pendingActions: [budgetWrite, pauseWrite],
          metadata: { team: 'growth' },
        },
      }),
      {
        ...agency,
        inProject: {
          adAccounts: [
            connected(agency.account, { currency: 'JPY', credentialMode: 'agency', walletBalance: 250_000 }),
          ],
          layers: [{ id: agency.layer, config: agency.config, active: false, killSwitch: true }],
        },
      },
      unconnected,
      uninstalled,
    ],
    {
      tiktok: {
        businessCenters: [
          { id: agency.business, name: 'Beta' },
          { id: PARTNER, name: 'Layers' },
        ],
        partnerships: [{ from: agency.business, to: PARTNER, state: 'requested' }],
        shares: [{ from: byo.business, to: PARTNER, advertiser: byo.account, role: 'OPERATOR' }],
        identities: [
          { id: '7000000000000000555', type: 'BC_AUTH_TT', business: agency.business, name: 'Beta on TikTok' },
        ],
      },
    },
  ),
);
const [key] = built.layers.keys;
key.returnUrls = ['https://agency.test'];

const story = {
  files: { ...documentsOf([byo, agency, unconnected]), 'reconcile.yaml': settings() },
  world: JSON.stringify({
    ...built,
    people: [{ who: 'Tom', does: 'resume-layer', when: { at: '2026-11-11T09:00:00Z' }, project: agency.project }],
  }),
};

const projectOf = (harness: StoryHarness, { project }: { readonly project: string }) => {
  const found = harness.world().layers.projects.find(({ id }) => id === project);
  if (found === undefined) throw new Error(`no project ${project}`);
  return found;
};

const asLayersShows = async (harness: StoryHarness, path: string): Promise<unknown> => {
  const response = await harness.call('GET', path, undefined, { authorization: `Bearer ${KEY}` });
  expect(response.status, path).toBe(200);
  return response.json();
};

const adsOf = ({ project }: { readonly project: string }) => `/v1/projects/${project}/ads`;

const openLink = async (harness: StoryHarness): Promise<string> => {
  const response = await harness.call(
    'POST',
    `${adsOf(unconnected)}/ad-accounts/oauth-url`,
    { platform: 'tiktok_ads', returnUrl: 'https://agency.test/back', redirectUrl: 'https://agency.test/back' },
    { authorization: `Bearer ${KEY}` },
  );
  const { url, expiresAt } = (await response.json()) as { url: string; expiresAt: string };
  expect(new URL(url).origin).toBe(harness.sandbox.origin);
  return expiresAt;
};

describe('what a click does, the world and the APIs show', () => {
  test('Complete OAuth: the ad account is connected and the link is used', () =>
    withHarness(story, async (harness) => {
      await openLink(harness);
      const tab = await openPage(browser, harness);
      await tab.page.locator('#waiting').getByText('An OAuth link of gamma-ios is open').waitFor();
      await tab.page.locator('#waiting').getByRole('button', { name: 'Complete OAuth' }).click();
      expect(await tab.page.locator('#dialog select').inputValue()).toBe(unconnected.account);
      await fill(tab, {}, 'The ad account is connected.');
      expect(harness.world().layers.oauthUrls).toMatchObject([{ project: unconnected.project, used: true }]);
      expect(await asLayersShows(harness, `${adsOf(unconnected)}/ad-accounts`)).toMatchObject({
        items: [{ externalId: unconnected.account, credentialMode: 'byo', tokenStatus: 'valid' }],
      });
      await tab.page.getByRole('button', { name: 'Complete OAuth' }).waitFor({ state: 'detached' });
      await expectSound(tab);
    }));

  test('an OAuth link that has expired waits for no person', () =>
    withHarness(story, async (harness) => {
      const expiresAt = await openLink(harness);
      const tab = await openPage(browser, harness);
      await tab.page.getByRole('button', { name: 'Complete OAuth' }).waitFor();
      await harness.call('POST', '/__sandbox/clock', { now: expiresAt });
      await tab.page.getByRole('button', { name: 'Complete OAuth' }).waitFor({ state: 'detached' });
    }));

  test('Approve: the optimizer carries the write out, and only this one', () =>
    withHarness(story, async (harness) => {
      const tab = await openPage(browser, harness);
      const button = tab.page.locator('#waiting li', { hasText: 'pa_pause' }).getByRole('button', { name: 'Approve' });
      await button.click();
      await tab.page.getByRole('status').filter({ hasText: 'pa_pause is approved.' }).waitFor();
      await button.waitFor({ state: 'detached' });
      expect(projectOf(harness, byo).pendingActions).toMatchObject([
        { pendingId: 'pa_budget', status: 'pending' },
        { pendingId: 'pa_pause', status: 'approved' },
      ]);
      expect(await asLayersShows(harness, `${adsOf(byo)}/tiktok/pending/count`)).toEqual({ count: 1 });
      await tab.page.locator('header').getByRole('button', { name: '+1 day' }).click();
      await tab.page.getByRole('status').filter({ hasText: 'The clock has advanced.' }).waitFor();
      expect(await asLayersShows(harness, `${adsOf(byo)}/tiktok/campaigns/cmp_1`)).toMatchObject({ status: 'paused' });
      await expectSound(tab);
    }));

  test('Reject: the write has a reason and never takes effect', () =>
    withHarness(story, async (harness) => {
      const tab = await openPage(browser, harness);
      await tab.page.locator('#waiting li', { hasText: 'pa_budget' }).getByRole('button', { name: 'Reject' }).click();
      await tab.page.getByRole('status').filter({ hasText: 'pa_budget is rejected.' }).waitFor();
      expect(projectOf(harness, byo).pendingActions[0]).toMatchObject({ status: 'rejected', decision: 'Not now.' });
      harness.sandbox.advance(24 * 3_600_000);
      expect(await asLayersShows(harness, `${adsOf(byo)}/tiktok/campaigns/cmp_2`)).toMatchObject({
        dailyBudgetCents: 6000,
      });
      await expectSound(tab);
    }));

  test('Pause and Resume: a layer', () =>
    withHarness(story, async (harness) => {
      const tab = await openPage(browser, harness);
      await tab.page.locator('#projects summary', { hasText: byo.name }).first().click();
      await press(tab, 'projects', 'Pause', `${byo.layer} is paused.`);
      expect(projectOf(harness, byo).layers[0]?.active).toBe(false);
      await press(tab, 'projects', 'Resume', `${byo.layer} is active.`);
      expect(projectOf(harness, byo).layers[0]?.active).toBe(true);
      await expectSound(tab);
    }));

  test('Pause and Resume: a campaign, as Layers shows it', () =>
    withHarness(story, async (harness) => {
      const tab = await openPage(browser, harness);
      await tab.page.locator('#projects summary', { hasText: byo.name }).first().click();
      const campaign = tab.page.locator('#projects li', { hasText: 'Campaign 1' });
      await campaign.getByRole('button', { name: 'Pause' }).click();
      await tab.page.getByRole('status').filter({ hasText: 'Campaign 1 is paused.' }).waitFor();
      const path = `${adsOf(byo)}/tiktok/campaigns/cmp_1`;
      expect(await asLayersShows(harness, path)).toMatchObject({ status: 'paused' });
      await campaign.getByRole('button', { name: 'Resume' }).click();
      await tab.page.getByRole('status').filter({ hasText: 'Campaign 1 is active.' }).waitFor();
      expect(await asLayersShows(harness, path)).toMatchObject({ status: 'active' });
    }));
});

describe.each(['light', 'dark'] as const)('in a %s scheme', (scheme) => {
  test.each([1280, 360])('at %i pixels every part is readable, and fits the width', (width) =>
    withHarness(story, async (harness) => {
      await openLink(harness);
      await harness.call('POST', '/__sandbox/faults', {
        path: '/open_api/v1.3/advertiser/info/',
        times: 3,
        fault: { kind: 'status', status: 500 },
      });
      await harness.run('plan');
      const tab = await openPage(browser, harness, { scheme, width });
      const { page } = tab;
      await takePicture(page, `sandbox-${scheme}-${width}`);
      for (const summary of await page.locator('#projects summary').all()) await summary.click();
      await takePicture(page, `sandbox-${scheme}-${width}-open`);
      const beyond = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(await beyond(), 'no sideways scrolling').toBeLessThanOrEqual(0);
      const tallest = "Math.max(...[...document.querySelectorAll('#tiktok td .id')].map((one) => one.offsetHeight))";
      expect(await page.evaluate(tallest), 'an id of a table is on one line').toBeLessThan(30);
      await page.locator('#projects').getByText('2,500 JPY', { exact: true }).waitFor();
      await expectSound(tab);
      await page.getByRole('button', { name: 'Paste a config' }).first().click();
      await takePicture(page, `sandbox-${scheme}-${width}-paste`, false);
      expect(await beyond(), 'with a form').toBeLessThanOrEqual(0);
      await expectSound(tab);
      await page.keyboard.press('Escape');
      await page.locator('#waiting').getByRole('button', { name: 'Complete OAuth' }).click();
      await takePicture(page, `sandbox-${scheme}-${width}-oauth`, false);
      await expectSound(tab);
    }),
  );
});
