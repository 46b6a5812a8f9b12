import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agencyWorld, client, IDENTITY, LAYERS_BC } from '../support/agency-world.ts';
import { startBrowser, takePicture, type TestBrowser } from '../support/browser.ts';
import { withHarness } from '../support/harness.ts';
import { expectSound, fill, openPage, press } from '../support/sandbox-page.ts';
import { acme, documentOf, documentsOf, endpoint, settings, worldOf } from '../support/worlds.ts';

const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"'`;

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const story = {
  files: {
    'layers/acme-ios.yaml': documentOf(client, { sharing: { identities: [IDENTITY] } }),
    'reconcile.yaml': settings({ layersBusinessId: LAYERS_BC, transport: endpoint() }),
  },
  world: agencyWorld({
    inProject: { layers: [], adAccounts: [] },
    people: [],
    switches: { partnershipsNeedApproval: true },
  }),
};

test('agency onboarding: a person does in the browser what no API does, and verify ends green', () =>
  withHarness(story, async (harness) => {
    const tab = await openPage(browser, harness);
    const { page } = tab;
    const click = (section: string, button: string, said: string | RegExp) => press(tab, section, button, said);
    const open = (section: string, button: string) =>
      page.locator(`#${section}`).getByRole('button', { name: button, exact: true }).first().click();
    await page.locator('#waiting').getByText('has no TikTok Ads Manager layer').waitFor();
    await takePicture(page, 'sandbox-page-start');

    // One after the other, each while the apply pauses.
    const acts = [
      async () => {
        await click('waiting', 'Install', 'The layer is installed');
        await open('projects', 'Paste a config');
        await fill(tab, { json: '{ "mode": "agency" }' }, 'The config is saved.');
      },
      () => click('waiting', 'Accept', 'is accepted'),
      async () => {
        await open('tiktok', 'Share');
        await fill(tab, { to: LAYERS_BC }, 'It is shared.');
        await page.locator('#tiktok li', { hasText: IDENTITY }).getByRole('button', { name: 'Share' }).click();
        await fill(tab, { to: LAYERS_BC }, 'It is shared.');
      },
    ];
    const clock = {
      now: harness.sandbox.now,
      advance: async (ms: number): Promise<void> => {
        harness.sandbox.advance(ms);
        if (ms >= 15_000) await acts.shift()?.();
      },
    };
    const applied = await harness.run('apply --auto-approve --wait 2h', { clock });
    expect(applied.exit, applied.out + applied.err).toBe(0);
    expect(acts).toEqual([]);
    await page.getByRole('button', { name: '+15 minutes' }).click();
    await page.getByRole('status').filter({ hasText: 'The clock has advanced.' }).waitFor();
    await open('projects', 'Connect an ad account');
    await fill(tab, { adAccount: client.account }, 'The ad account is connected.');
    await open('projects', 'Add to the wallet');
    await fill(tab, { amount: '5000' }, 'The wallet has more money.');
    const verified = await harness.run('verify --verbose', { clock });
    expect(verified.exit, verified.out).toBe(0);
    expect(verified.out).not.toMatch(/^(Red|Unknown)/m);
    await page.locator('#requests').getByText('/open_api/v1.3/bc/partner/add/').first().waitFor();
    await takePicture(page, 'sandbox-page-end');
    await expectSound(tab);
  }));

/** Foreign text in every place that a person can fill. */
const hostileWorld = {
  ...JSON.parse(worldOf([acme({ config: { note: HOSTILE }, inProject: { name: HOSTILE } })])),
  people: [{ who: HOSTILE, does: 'install', when: { at: '2027-01-01T00:00:00Z' }, project: acme().project }],
};
const hostile = { files: documentsOf([acme()]), world: JSON.stringify(hostileWorld) };

describe('the page', () => {
  test.each([
    { name: 'light', options: {} },
    { name: 'dark', options: { scheme: 'dark' } },
    { name: 'narrow', options: { width: 390 } },
  ] as const)('$name: accessible, quiet, and text of the world stays text', ({ name, options }) =>
    withHarness(hostile, async (harness) => {
      const tab = await openPage(browser, harness, options);
      await tab.page.locator('#waiting').getByText(HOSTILE, { exact: false }).first().waitFor();
      await tab.page.locator('#projects summary').first().click();
      expect(await tab.page.title()).toBe('Sandbox of reconcile');
      expect(await tab.page.locator('img').count()).toBe(0);
      const width = await tab.page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(width, 'no sideways scrolling').toBeLessThanOrEqual(0);
      await takePicture(tab.page, `sandbox-page-${name}`);
      await expectSound(tab);
    }),
  );

  test('a keyboard is enough', () =>
    withHarness(story, async (harness) => {
      const tab = await openPage(browser, harness);
      const { page } = tab;
      const tabTo = async (name: string): Promise<void> => {
        for (let at = 0; at < 40; at += 1) {
          await page.keyboard.press('Tab');
          if ((await page.evaluate('document.activeElement?.textContent')) === name) return;
        }
        throw new Error(`Tab never reaches ${name}`);
      };
      await tabTo('Install');
      await page.keyboard.press('Enter');
      await page.getByRole('status').filter({ hasText: 'The layer is installed' }).waitFor();
      await tabTo('Set a fault');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement?.getAttribute("name")'), 'focus moves in').toBe('path');
      await page.keyboard.press('Escape');
      expect(await page.evaluate('document.activeElement?.textContent'), 'and back').toBe('Set a fault');
      await page.keyboard.press('Enter');
      await page.keyboard.type('/v1/*');
      await page.keyboard.press('Enter');
      await page.getByRole('status').filter({ hasText: 'The fault is set.' }).waitFor();
      await page.locator('#faults').getByText('0 of 1 happened').waitFor();
      await expectSound(tab);
    }));

  test('a refusal is shown, and changes nothing', () =>
    withHarness(story, async (harness) => {
      const tab = await openPage(browser, harness);
      await press(tab, 'waiting', 'Install', 'The layer is installed');
      await tab.page.locator('#projects').getByRole('button', { name: 'Paste a config' }).first().click();
      await tab.page.locator('#dialog [name=json]').fill('{ "mode": ');
      await tab.page.locator('#d-ok').click();
      await tab.page.getByRole('alert').filter({ hasText: 'json: must be a JSON map.' }).waitFor();
      await tab.page.locator('#d-cancel').click();
      expect(harness.world().layers.projects[0]?.layers[0]?.config).toEqual({});
      // The browser reports the refused request itself.
      expect(tab.messages).toEqual([expect.stringContaining('422')]);
    }));
});
