import { expect, test, vi } from 'vitest';
import { isMap } from '../../src/model/index.ts';
import { gitIn, withGit } from '../support/repository.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { client, type Client, copied, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';

// Each story runs a dozen commands.
vi.setConfig({ testTimeout: 120_000 });

const complete = [1, 2].map((n) => client(n));
/** The relays are off, and the token is not in the vault yet. */
const clients = complete.map(({ n }) =>
  client(n, { config: { capi: { enabled: false, access_token_vault_id: undefined } } }),
);
const token = { enabled: true, access_token_vault_id: 'vault_new' };
const files = { ...documentsOf(clients), 'reconcile.yaml': settings() };

const run = (harness: StoryHarness, line: string, input?: string) =>
  harness.run(line, { ...withGit, ...(input !== undefined && { input }) });
const relays = (harness: StoryHarness) =>
  harness.world().layers.projects.map(({ layers: [layer] }) => {
    const capi = layer?.config['capi'];
    return isMap(capi) ? capi['enabled'] : undefined;
  });
const adopt = (harness: StoryHarness, one: Client) => run(harness, `confirm ${one.name} --json -`, copied(one.config));

/** Both layers are adopted; a merged pull request sets the token and turns the relay on in both, and waits. */
function afterMerge(play: (harness: StoryHarness) => Promise<void>): Promise<void> {
  return withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const git = gitIn(harness);
    git.init();
    for (const one of clients) await adopt(harness, one);
    git.commit('base');
    for (const one of clients) await harness.write(fileOf(one), documentOf(one, { capi: token }));
    await run(harness, 'plan --base HEAD --allow share=all --out saved.json');
    git.commit('merged');
    expect((await run(harness, 'apply saved.json --auto-approve')).exit).toBe(3);
    for (const one of clients) {
      const json = { ...one.config, capi: { ...one.config.capi, access_token_vault_id: 'vault_new' } };
      await harness.call('POST', '/__sandbox/people/paste', { project: one.project, json });
    }
    harness.forget();
    await play(harness);
  });
}

test('several layers are confirmed at once, and the page says how the rest goes on', () =>
  afterMerge(async (harness) => {
    const confirmed = await run(harness, 'confirm client-1 client-2 client-1');
    expect([confirmed.exit, confirmed.err]).toEqual([0, '']);
    expect(confirmed.out).toContain('Recorded for 2 layers: client-1, client-2.');
    expect(confirmed.out.match(/API calls used/g), 'one page').toHaveLength(1);
    expect(confirmed.out).toContain('To apply the rest: reconcile apply');
    expect(relays(harness)).toEqual([false, false]);
    await expect(
      harness.transcript().replace(/^[^]*(?=\$ reconcile confirm client-1 client-2)/, ''),
    ).toMatchFileSnapshot('golden/confirm-several.txt');
  }));

test('with the saved plan, the relays of the confirmed layers are turned on, and no others', () =>
  afterMerge(async (harness) => {
    const early = await run(harness, 'confirm client-1 --plan saved.json');
    expect([early.exit, relays(harness)], 'without a terminal it needs --auto-approve').toEqual([1, [false, false]]);
    const first = await run(harness, 'confirm client-1 --plan saved.json --auto-approve');
    expect([first.exit, relays(harness)]).toEqual([0, [true, false]]);
    const json = await run(harness, 'confirm client-2 --plan saved.json --auto-approve --format json');
    expect([json.exit, relays(harness)]).toEqual([0, [true, true]]);
    expect(JSON.parse(json.out)).toMatchObject({ format: 'reconcile-apply' });
    expect((await run(harness, 'drift')).out).toContain('No drift in 2 layers.');
    harness.forget();
    expect((await run(harness, 'confirm client-1 client-2 --plan saved.json --auto-approve')).exit).toBe(0);
    expect(harness.writes()).toEqual([]);
  }));

test('a live edit that the relay depends on makes the rest stale, and the statement stays recorded', () =>
  afterMerge(async (harness) => {
    const [one] = clients;
    if (one === undefined) return;
    const capi = { enabled: false, pixel_id: 'C0THER00000000000000', access_token_vault_id: 'vault_new' };
    await harness.call('POST', '/__sandbox/people/paste', { project: one.project, json: { ...one.config, capi } });
    const confirmed = await run(harness, 'confirm client-1 --plan saved.json --auto-approve');
    expect([confirmed.exit, relays(harness)]).toEqual([4, [false, false]]);
  }));

test('a statement about a saved plan is not recorded for a document that changed since', () =>
  afterMerge(async (harness) => {
    const [one] = clients;
    if (one === undefined) return;
    await harness.write(fileOf(one), documentOf(one, { capi: { ...token, access_token_vault_id: 'vault_newer' } }));
    const confirmed = await run(harness, 'confirm client-1 client-2 --plan saved.json --auto-approve');
    expect([confirmed.exit, relays(harness)]).toEqual([4, [false, true]]);
    expect(confirmed.err).toContain('Since the step was shown');
    expect(JSON.stringify(harness.writes())).not.toContain('vault_newer');
  }));

test('a layer outside the plan, no name, and names with --all record nothing', () =>
  afterMerge(async (harness) => {
    for (const line of [
      'confirm client-1 client-9 --plan saved.json',
      'confirm --all --plan saved.json',
      'confirm',
      'confirm client-1 --all',
      'confirm client-9 --json -',
    ]) {
      const refused = await run(harness, line, '{}');
      expect([refused.exit, harness.writes()], line).toEqual([1, []]);
      expect(refused.err).toContain('cli/usage');
    }
  }));

test('an unknown name stops only itself, and --all confirms every layer', () =>
  afterMerge(async (harness) => {
    const first = await run(harness, 'confirm client-1 client-3');
    expect(first.exit).toBe(1);
    expect(first.err).toContain('No layer document is named "client-3".');
    expect(first.out).toContain('Recorded for client-1.');
    const all = await run(harness, 'confirm --all');
    expect(all.exit).toBe(0);
    expect(all.out).toContain('Recorded for client-2.');
    expect(all.out).toContain('Nothing to record, no step to confirm: client-1.');
    expect(harness.writes()).toHaveLength(2);
  }));

test('a document with a mistake shows its problem, by name and by file', () =>
  withHarness({ files, world: worldOf(clients) }, async (harness) => {
    await harness.write('layers/client-2.yaml', 'template: tiktok-ads\nname: client-2\nproject: "x\n');
    for (const word of ['client-2', 'layers/client-2.yaml']) {
      const refused = await run(harness, `confirm ${word}`);
      expect([refused.exit, harness.writes()]).toEqual([1, []]);
      expect(refused.err).toContain('document/syntax');
      expect(refused.err).not.toContain('No layer document');
    }
  }));

test('a layer that is not adopted cannot be confirmed: the remedy adopts it', () =>
  withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const refused = await run(harness, 'confirm client-1 client-2');
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('confirm/not-adopted');
    expect(refused.err).toContain('client-1, client-2');
    expect(refused.err).toContain('reconcile confirm --json FILE');
    expect(harness.writes()).toEqual([]);
    const [one] = clients;
    if (one !== undefined) expect((await adopt(harness, one)).exit).toBe(0);
  }));
