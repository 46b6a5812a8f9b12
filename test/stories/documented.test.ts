import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, copied, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme();
const file = fileOf(live);

test('a layer that was set up manually comes under reconcile', async () => {
  // Only this generation of the API returns the mode.
  const world = worldOf([live], { switches: { generation: 'seed' } });
  await withHarness({ files: { ...documentsOf([live]), 'reconcile.yaml': settings() }, world }, async (harness) => {
    harness.note('No API shows most of the config, so it does not count as equal.');
    const guess = await harness.run('plan --detailed-exitcode');
    expect(guess.exit, 'adopting is a change').toBe(2);
    expect(guess.out).toContain('1 layer to adopt');
    expect(guess.out).toContain('monthlyCostCap: (unknown) → 28,000.00 USD');
    expect(guess.out).not.toContain('capi.enabled:');

    harness.note('Maya copies the text of "View as JSON".');
    expect((await harness.run('confirm acme-ios --json -', { input: copied(live.config) })).exit).toBe(0);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/documented-take-over.txt');
  });
});

test('a change that no API can make waits for a person, and is done after confirm', async () => {
  const desired = documentOf(live, { objectives: ['video_view', 'traffic'], monthlyCostCap: '30000 USD' });
  await withHarness(
    { files: { [file]: desired, 'reconcile.yaml': settings() }, world: worldOf([live]) },
    async (harness) => {
      await harness.run('confirm acme-ios --json -', { input: copied(live.config) });
      harness.forget();
      const waiting = await harness.run('apply --auto-approve');
      expect(waiting.exit).toBe(3);
      expect(harness.writes(), 'a project in which only a person has something to do is not written to').toEqual([]);
      const paste = pasteIn(waiting.out);
      expect(paste, 'objectives are a set, shown sorted').toEqual({
        objectives: ['traffic', 'video_view'],
        monthlyCostCap: 30000,
      });

      harness.note('Maya enters exactly these members in the editor and saves.');
      const json = { ...live.config, ...paste };
      expect((await harness.call('POST', '/__sandbox/people/paste', { project: live.project, json })).status).toBe(200);
      expect((await harness.run('confirm acme-ios')).exit).toBe(0);
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
      expect((await harness.run('confirm acme-ios')).out).toContain('Nothing to record');
      await expect(harness.transcript()).toMatchFileSnapshot('golden/documented-human-step.txt');
    },
  );
});

test('a toggle that Layers accepts and does not pass on is a failure', async () => {
  const off = acme({ config: { capi: { enabled: false } } });
  const desired = documentOf(off, { capi: { enabled: true } });
  const world = worldOf([off], { switches: { toggleReachesLayer: false } });
  await withHarness({ files: { [file]: desired, 'reconcile.yaml': settings() }, world }, async (harness) => {
    await harness.run('confirm acme-ios --json -', { input: copied(off.config) });
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit).toBe(1);
    expect(applied.out).toContain('failed  capi');
    expect(applied.out).toContain('apply/no-effect');
    expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({ capi: { enabled: false } });

    harness.note('The failed change is not recorded as done.');
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(2);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/documented-toggle-without-effect.txt');
  });
});

/** The JSON that the page contains for pasting. */
function pasteIn(page: string): Record<string, unknown> {
  const found = /^( +)\{\n[^]*?\n\1\}/m.exec(page.slice(page.indexOf('Manual steps')));
  return JSON.parse(found?.[0] ?? 'null');
}
