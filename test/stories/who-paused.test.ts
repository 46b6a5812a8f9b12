import { describe, expect, test } from 'vitest';
import { onStage, type StoryStage } from '../support/stage.ts';
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

/** A person's pause wins: what reconcile may let run again is what it asked to pause, and nothing else. */
const one = acme();
const file = fileOf(one);
const account = connected(one.account);

const campaign = (n: number, status: string, more: Json = {}) => campaignOf(one.account, n, status, more);

function onPaused(
  structural: string,
  campaigns: readonly Json[],
  play: (stage: StoryStage) => Promise<void>,
): Promise<void> {
  const layers = [{ id: one.layer, config: one.config, defaults: { structural } }];
  const world = worldOf([acme({ inProject: { adAccounts: [account], campaigns, layers } })]);
  const files = {
    [file]: documentOf(one, { state: 'paused' }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  return onStage({ files, world }, play);
}

const people = (stage: StoryStage, deed: string, body: Json = { project: one.project }) =>
  stage.call('POST', `/__sandbox/people/${deed}`, body);
/** The optimizer carries out what is approved, every six hours. */
const hours = (stage: StoryStage) => stage.call('POST', '/__sandbox/clock', { advance: 'PT7H' });
const statuses = (stage: StoryStage) => stage.world().layers.projects[0]?.campaigns.map(({ status }) => status);
const resumes = (stage: StoryStage) => stage.writes().filter(({ path }) => path.endsWith('/resume')).length;

/** The layer runs again, and a person says so: the campaigns are all that is left. */
async function activate(stage: StoryStage): Promise<void> {
  await stage.edit(file, 'state: paused', 'state: active');
  await stage.run('apply --auto-approve');
  await stage.run('confirm acme-ios');
}

describe('a person’s pause wins', () => {
  test('over a resume that was held, approved, and carried out', async () => {
    await onPaused('draft', [campaign(1, 'active'), campaign(2, 'active')], async (stage) => {
      await stage.run('apply --auto-approve');
      await people(stage, 'approve-pending');
      await hours(stage);
      await activate(stage);
      expect((await stage.run('apply --auto-approve')).exit).toBe(3);
      const waits = await stage.run('plan --detailed-exitcode');
      expect(waits.exit, 'what is held is known').toBe(2);
      expect((await stage.run('apply --auto-approve')).exit).toBe(3);
      expect(resumes(stage), 'and not asked for again').toBe(2);
      await people(stage, 'approve-pending');
      await hours(stage);
      expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
      await people(stage, 'pause-campaign', { campaign: 'cmp_1' });
      expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
      expect((await stage.run('apply --auto-approve')).exit).toBe(0);
      expect(statuses(stage)).toEqual(['paused', 'active']);
    });
  });

  test('over a resume that somebody rejected', async () => {
    await onPaused('draft', [campaign(1, 'active')], async (stage) => {
      await stage.run('apply --auto-approve');
      await people(stage, 'approve-pending');
      await hours(stage);
      await activate(stage);
      await stage.run('apply --auto-approve');
      await people(stage, 'reject-pending');
      expect((await stage.run('apply --auto-approve')).exit).toBe(0);
      expect(resumes(stage)).toBe(1);
      expect(statuses(stage)).toEqual(['paused']);
    });
  });

  test('where somebody let one run again by hand, and paused it later', async () => {
    await onPaused('auto', [campaign(1, 'active'), campaign(2, 'active')], async (stage) => {
      await stage.run('apply --auto-approve');
      await people(stage, 'resume-campaign', { campaign: 'cmp_1' });
      await activate(stage);
      const applied = await stage.run('apply --auto-approve');
      expect(applied.out, 'and no request is spent on what is settled').toContain('34 calls (34 forecast)');
      await people(stage, 'pause-campaign', { campaign: 'cmp_1' });
      expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
    });
  });

  test('over a pause that a person rejected at the gate: the same reviewed plan does not ask again', async () => {
    await onPaused('draft', [campaign(1, 'active'), campaign(2, 'active')], async (stage) => {
      const pauses = () => stage.writes().filter(({ path }) => path.endsWith('/pause')).length;
      await stage.run('plan --out one.json');
      expect((await stage.run('apply one.json --auto-approve')).exit).toBe(3);
      await people(stage, 'reject-pending');
      for (const line of ['apply one.json --auto-approve', 'apply --auto-approve']) {
        const again = await stage.run(`${line} --format json`);
        expect(again.exit, line).toBe(1);
        const [entry] = JSON.parse(again.out).entries;
        expect(entry).toMatchObject({ outcome: 'failed', problems: [{ code: 'apply/rejected' }] });
      }
      expect(pauses()).toBe(2);
      // A new plan shows it, and who reviews that may ask again.
      const shown = await stage.run('plan --out two.json');
      expect(shown.out).toContain('rejected at the write gate (pa_');
      expect((await stage.run('apply two.json --auto-approve')).exit).toBe(3);
      expect(pauses()).toBe(4);
      await people(stage, 'reject-pending');
      expect((await stage.run('apply two.json --auto-approve')).exit).toBe(1);
      expect(pauses()).toBe(4);
    });
  });

  test('where one ran again by hand, and a person paused it between two writes of the next apply', async () => {
    await onPaused('auto', [campaign(1, 'active'), campaign(2, 'active'), campaign(3, 'active')], async (stage) => {
      await stage.run('apply --auto-approve');
      for (const id of ['cmp_1', 'cmp_2', 'cmp_3']) await people(stage, 'resume-campaign', { campaign: id });
      stage.forget();
      stage.intervene(({ method, path }, moment, { layers }) => {
        const theirs = layers.projects[0]?.campaigns.find(({ campaignId }) => campaignId === 'cmp_2');
        if (method !== 'GET' && moment === 'after' && path.endsWith('/pause') && theirs) theirs.status = 'paused';
      });
      expect((await stage.run('apply --auto-approve')).exit, 'the layer itself waits for a person').toBe(3);
      stage.intervene(undefined);
      const pauses = stage.writes().filter(({ path }) => path.endsWith('/pause'));
      expect(pauses.map(({ path }) => path.split('/').at(-2))).toEqual(['cmp_1', 'cmp_3']);
      await activate(stage);
      const planned = await stage.run('plan');
      expect(planned.out).toContain('resume Campaign 1');
      expect(planned.out).not.toContain('resume Campaign 2');
      expect(planned.out).toContain('resume Campaign 3');
    });
  });

  test('where somebody else had asked for the pause before', async () => {
    await onPaused('draft', [campaign(1, 'active'), campaign(2, 'active')], async (stage) => {
      const path = `/v1/projects/${one.project}/ads/tiktok/campaigns/cmp_1/pause`;
      const asked = await stage.call('POST', path, undefined, {
        authorization: `Bearer ${KEY}`,
        'idempotency-key': '00000000-0000-4000-8000-00000000aaaa',
      });
      expect(asked.status).toBe(202);
      await stage.run('apply --auto-approve');
      await people(stage, 'approve-pending');
      await hours(stage);
      await activate(stage);
      const planned = await stage.run('plan');
      expect(planned.out).toContain('resume Campaign 2');
      expect(planned.out).not.toContain('resume Campaign 1');
    });
  });

  test('where the gate refused ours, and a person did it instead', async () => {
    const closed = { authority: { structural: 'off', tactical: 'auto', creative: 'auto' } };
    await onPaused('auto', [campaign(1, 'active'), campaign(2, 'active', closed)], async (stage) => {
      expect((await stage.run('apply --auto-approve')).exit).toBe(1);
      await people(stage, 'pause-campaign', { campaign: 'cmp_2' });
      await activate(stage);
      const planned = await stage.run('plan');
      expect(planned.out).toContain('resume Campaign 1');
      expect(planned.out).not.toContain('resume Campaign 2');
    });
  });
});

test('the way back of a resume names what did not run', async () => {
  await onPaused('auto', [campaign(1, 'active')], async (stage) => {
    await stage.run('apply --auto-approve');
    await activate(stage);
    expect((await stage.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
    expect(await stage.read(`back/${file}`)).toContain('did not run: cmp_1');
  });
});
