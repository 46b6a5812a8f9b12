import { describe, expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import {
  acme,
  campaignOf,
  connected,
  documentOf,
  endpoint,
  fileOf,
  type Json,
  KEY,
  settings,
  worldOf,
} from '../support/worlds.ts';

/** The pause of a person wins: reconcile resumes only campaigns that it asked to pause. */
const one = acme();
const file = fileOf(one);
const account = connected(one.account);

const campaign = (n: number, status: string, more: Json = {}) => campaignOf(one.account, n, status, more);

function onPaused(
  structural: string,
  campaigns: readonly Json[],
  play: (harness: StoryHarness) => Promise<void>,
): Promise<void> {
  const layers = [{ id: one.layer, config: one.config, defaults: { structural } }];
  const world = worldOf([acme({ inProject: { adAccounts: [account], campaigns, layers } })]);
  const files = {
    [file]: documentOf(one, { state: 'paused' }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  return withHarness({ files, world }, play);
}

const people = (harness: StoryHarness, deed: string, body: Json = { project: one.project }) =>
  harness.call('POST', `/__sandbox/people/${deed}`, body);
/** The optimizer carries out approved writes every six hours. */
const hours = (harness: StoryHarness) => harness.call('POST', '/__sandbox/clock', { advance: 'PT7H' });
const statuses = (harness: StoryHarness) => harness.world().layers.projects[0]?.campaigns.map(({ status }) => status);
const resumes = (harness: StoryHarness) => harness.writes().filter(({ path }) => path.endsWith('/resume')).length;

/** The layer runs again, and a person confirms it: only the campaigns are left. */
async function activate(harness: StoryHarness): Promise<void> {
  await harness.edit(file, 'state: paused', 'state: active');
  await harness.run('apply --auto-approve');
  await harness.run('confirm acme-ios');
}

describe('a person’s pause wins', () => {
  test('after a resume that was queued, approved, and done', async () => {
    await onPaused('draft', [campaign(1, 'active'), campaign(2, 'active')], async (harness) => {
      await harness.run('apply --auto-approve');
      await people(harness, 'approve-pending');
      await hours(harness);
      await activate(harness);
      expect((await harness.run('apply --auto-approve')).exit).toBe(3);
      const waits = await harness.run('plan --detailed-exitcode');
      expect(waits.exit, 'what is held is known').toBe(2);
      expect((await harness.run('apply --auto-approve')).exit).toBe(3);
      expect(resumes(harness), 'and not asked for again').toBe(2);
      await people(harness, 'approve-pending');
      await hours(harness);
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
      await people(harness, 'pause-campaign', { campaign: 'cmp_1' });
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
      expect((await harness.run('apply --auto-approve')).exit).toBe(0);
      expect(statuses(harness)).toEqual(['paused', 'active']);
    });
  });

  test('after a resume that was rejected', async () => {
    await onPaused('draft', [campaign(1, 'active')], async (harness) => {
      await harness.run('apply --auto-approve');
      await people(harness, 'approve-pending');
      await hours(harness);
      await activate(harness);
      await harness.run('apply --auto-approve');
      await people(harness, 'reject-pending');
      expect((await harness.run('apply --auto-approve')).exit).toBe(0);
      expect(resumes(harness)).toBe(1);
      expect(statuses(harness)).toEqual(['paused']);
    });
  });

  test('if a person resumed one manually, and paused it later', async () => {
    await onPaused('auto', [campaign(1, 'active'), campaign(2, 'active')], async (harness) => {
      await harness.run('apply --auto-approve');
      await people(harness, 'resume-campaign', { campaign: 'cmp_1' });
      await activate(harness);
      const applied = await harness.run('apply --auto-approve');
      expect(applied.out, 'and no request is spent on what is settled').toContain('32 calls (32 expected)');
      await people(harness, 'pause-campaign', { campaign: 'cmp_1' });
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    });
  });

  test('over a pause that a person rejected at the gate: the same reviewed plan does not ask again', async () => {
    await onPaused('draft', [campaign(1, 'active'), campaign(2, 'active')], async (harness) => {
      const pauses = () => harness.writes().filter(({ path }) => path.endsWith('/pause')).length;
      await harness.run('plan --out one.json');
      expect((await harness.run('apply one.json --auto-approve')).exit).toBe(3);
      await people(harness, 'reject-pending');
      for (const line of ['apply one.json --auto-approve', 'apply --auto-approve']) {
        const again = await harness.run(`${line} --format json`);
        expect(again.exit, line).toBe(1);
        const [entry] = JSON.parse(again.out).entries;
        expect(entry).toMatchObject({ outcome: 'failed', problems: [{ code: 'apply/rejected' }] });
      }
      expect(pauses()).toBe(2);
      // A new plan shows it, and a review of that allows a new request.
      const shown = await harness.run('plan --out two.json');
      expect(shown.out).toContain('rejected at the write gate (pa_');
      expect((await harness.run('apply two.json --auto-approve')).exit).toBe(3);
      expect(pauses()).toBe(4);
      await people(harness, 'reject-pending');
      expect((await harness.run('apply two.json --auto-approve')).exit).toBe(1);
      expect(pauses()).toBe(4);
    });
  });

  test('if one was resumed manually, and a person paused it between two writes of the next apply', async () => {
    await onPaused('auto', [campaign(1, 'active'), campaign(2, 'active'), campaign(3, 'active')], async (harness) => {
      await harness.run('apply --auto-approve');
      for (const id of ['cmp_1', 'cmp_2', 'cmp_3']) await people(harness, 'resume-campaign', { campaign: id });
      harness.forget();
      harness.intervene(({ method, path }, moment, { layers }) => {
        const theirs = layers.projects[0]?.campaigns.find(({ campaignId }) => campaignId === 'cmp_2');
        if (method !== 'GET' && moment === 'after' && path.endsWith('/pause') && theirs) theirs.status = 'paused';
      });
      expect((await harness.run('apply --auto-approve')).exit, 'the layer itself waits for a person').toBe(3);
      harness.intervene(undefined);
      const pauses = harness.writes().filter(({ path }) => path.endsWith('/pause'));
      expect(pauses.map(({ path }) => path.split('/').at(-2))).toEqual(['cmp_1', 'cmp_3']);
      await activate(harness);
      const planned = await harness.run('plan');
      expect(planned.out).toContain('resume Campaign 1');
      expect(planned.out).not.toContain('resume Campaign 2');
      expect(planned.out).toContain('resume Campaign 3');
    });
  });

  test('if the pause was requested by a different person before', async () => {
    await onPaused('draft', [campaign(1, 'active'), campaign(2, 'active')], async (harness) => {
      const path = `/v1/projects/${one.project}/ads/tiktok/campaigns/cmp_1/pause`;
      const asked = await harness.call('POST', path, undefined, {
        authorization: `Bearer ${KEY}`,
        'idempotency-key': '00000000-0000-4000-8000-00000000aaaa',
      });
      expect(asked.status).toBe(202);
      await harness.run('apply --auto-approve');
      await people(harness, 'approve-pending');
      await hours(harness);
      await activate(harness);
      const planned = await harness.run('plan');
      expect(planned.out).toContain('resume Campaign 2');
      expect(planned.out).not.toContain('resume Campaign 1');
    });
  });

  test('if the gate denied ours, and a person did it instead', async () => {
    const closed = { authority: { structural: 'off', tactical: 'auto', creative: 'auto' } };
    await onPaused('auto', [campaign(1, 'active'), campaign(2, 'active', closed)], async (harness) => {
      expect((await harness.run('apply --auto-approve')).exit).toBe(1);
      await people(harness, 'pause-campaign', { campaign: 'cmp_2' });
      await activate(harness);
      const planned = await harness.run('plan');
      expect(planned.out).toContain('resume Campaign 1');
      expect(planned.out).not.toContain('resume Campaign 2');
    });
  });
});

test('the undo of a resume names the campaigns that were paused', async () => {
  await onPaused('auto', [campaign(1, 'active')], async (harness) => {
    await harness.run('apply --auto-approve');
    await activate(harness);
    expect((await harness.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
    expect(await harness.read(`back/${file}`)).toContain('did not run: cmp_1');
  });
});
