import { expect, test, vi } from 'vitest';
import { gitIn, withGit } from '../support/repository.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { acme, copied, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';

// Each story runs a dozen commands.
vi.setConfig({ testTimeout: 120_000 });

const complete = acme();
/** The relay is off and has no pixel yet. */
const live = acme({ config: { capi: { enabled: false, pixel_id: undefined } } });
const file = fileOf(live);
const capi = { enabled: true, pixel_id: complete.pixel };

const run = (harness: StoryHarness, line: string) => harness.run(line, withGit);
const relay = (harness: StoryHarness) => harness.world().layers.projects[0]?.layers[0]?.config['capi'];

/** The layer is adopted; a pull request sets the pixel and turns the relay on, is merged, and its apply waits. */
function afterMerge(play: (harness: StoryHarness, git: ReturnType<typeof gitIn>) => Promise<void>): Promise<void> {
  const files = { ...documentsOf([live]), 'reconcile.yaml': settings() };
  return withHarness({ files, world: worldOf([live]) }, async (harness) => {
    const git = gitIn(harness);
    git.init();
    await harness.run('confirm acme-ios --json -', { ...withGit, input: copied(live.config) });
    git.commit('base');
    await harness.write(file, documentOf(live, { capi }));
    await run(harness, 'plan --base HEAD --out first.json');
    git.commit('first');
    expect((await run(harness, 'apply first.json --auto-approve')).exit).toBe(3);
    await play(harness, git);
  });
}

async function paste(harness: StoryHarness): Promise<void> {
  harness.note('Maya sets the pixel in "View as JSON".');
  const json = { ...live.config, capi: { ...live.config.capi, pixel_id: complete.pixel } };
  const answer = await harness.call('POST', '/__sandbox/people/paste', { project: live.project, json });
  expect(answer.status).toBe(200);
}

test('pixel and relay: the relay is named as open, carried on by the next plan, and turned on', () =>
  afterMerge(async (harness, git) => {
    const waiting = await run(harness, 'drift');
    expect(waiting.exit, 'open changes are not drift').toBe(0);
    expect(waiting.out).toContain('capi: waiting for pixel');

    await paste(harness);
    expect((await run(harness, 'confirm acme-ios')).exit).toBe(0);
    expect((await run(harness, 'drift')).out).toContain('capi: waiting for the next apply');

    harness.note('A second pull request changes something else in this layer.');
    await harness.write(file, documentOf(live, { capi, objectives: ['video_view'] }));
    const second = await run(harness, 'plan --base HEAD --out second.json');
    expect(second.out).toContain('capi (by reconcile, 4 calls, still open from an earlier plan)');
    expect((await run(harness, 'show second.json --format markdown')).out).toContain('still open from an earlier plan');
    git.commit('second');
    expect((await run(harness, 'apply second.json --auto-approve')).exit, 'the objectives wait').toBe(3);
    expect(relay(harness)).toMatchObject({ enabled: true });
    const after = await run(harness, 'drift');
    expect(after.exit).toBe(0);
    expect(after.out).not.toContain('capi:');

    harness.note('What a person turns off later is drift, and no plan turns it on again.');
    const off = { ...live.config, capi: { ...capi, enabled: false, access_token_vault_id: 'vault_client_1' } };
    await harness.call('POST', '/__sandbox/people/paste', { project: live.project, json: off });
    expect((await run(harness, 'drift')).exit).toBe(2);
    await harness.write(file, documentOf(live, { capi, monthlyCostCap: '29000 USD', objectives: ['video_view'] }));
    const third = await run(harness, 'plan --base HEAD');
    expect(third.out).toContain('Drift left alone');
    expect(third.out).not.toContain('capi (');
    await expect(harness.transcript()).toMatchFileSnapshot('golden/open-changes.txt');
  }));

test('a plan made before the relay was left open is applied as reviewed, and the relay stays open', () =>
  withHarness(
    { files: { ...documentsOf([live]), 'reconcile.yaml': settings() }, world: worldOf([live]) },
    async (harness) => {
      const git = gitIn(harness);
      git.init();
      await harness.run('confirm acme-ios --json -', { ...withGit, input: copied(live.config) });
      git.commit('base');
      await harness.write(file, documentOf(live, { capi }));
      await run(harness, 'plan --base HEAD --out first.json');
      git.commit('first');
      await harness.write(file, documentOf(live, { capi, objectives: ['video_view'] }));
      await run(harness, 'plan --base HEAD --out second.json');
      await harness.write(file, documentOf(live, { capi }));
      expect((await run(harness, 'apply first.json --auto-approve')).exit).toBe(3);
      await harness.write(file, documentOf(live, { capi, objectives: ['video_view'] }));
      git.commit('second');
      const second = await run(harness, 'apply second.json --auto-approve');
      expect([second.exit, second.err]).toEqual([3, '']);
      expect((await run(harness, 'drift')).out).toContain('capi: waiting for pixel');
      harness.forget();
      expect((await run(harness, 'apply second.json --auto-approve')).exit).toBe(3);
      expect(harness.writes(), 'a second apply writes nothing').toEqual([]);
    },
  ));

test('the same apply again turns the relay on after the pixel is confirmed, and a further one writes nothing', () =>
  afterMerge(async (harness) => {
    await paste(harness);
    await run(harness, 'confirm acme-ios');
    expect((await run(harness, 'apply first.json --auto-approve')).exit).toBe(0);
    expect(relay(harness)).toMatchObject({ enabled: true });
    expect((await run(harness, 'drift')).out).toContain('No drift in 1 layer.');
    harness.forget();
    expect((await run(harness, 'apply first.json --auto-approve')).exit).toBe(0);
    expect(harness.writes()).toEqual([]);
  }));
