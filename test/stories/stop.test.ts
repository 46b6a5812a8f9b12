import { expect, test } from 'vitest';
import { withHarness, type HarnessOptions } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme();

function two(): HarnessOptions {
  const files = {
    [fileOf(live)]: documentOf(live, { objectives: ['app_installs'], monthlyCostCap: 29000 }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  return { files, world: worldOf([live]) };
}

test('an interrupted apply finishes its current request, and has an entry for every change', async () => {
  await withHarness(two(), async (harness) => {
    const stop = new AbortController();
    harness.intervene((request, moment) => {
      if (moment === 'before' && request.method === 'PATCH' && request.path.endsWith('/config')) stop.abort();
    });
    const { exit, out } = await harness.run('apply --auto-approve', { stop: stop.signal });
    expect(exit).toBe(130);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/stop.txt');
    expect(out).toContain('done');
    expect(out).toContain('not tried');
    harness.intervene(undefined);
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({
      objectives: ['app_installs'],
      monthlyCostCap: 29000,
    });
  });
});

test('as JSON too', async () => {
  await withHarness(two(), async (harness) => {
    const stop = new AbortController();
    harness.intervene((request, moment) => {
      if (moment === 'before' && request.method === 'PATCH' && request.path.endsWith('/config')) stop.abort();
    });
    const { out } = await harness.run('apply --auto-approve --format json', { stop: stop.signal });
    const { entries } = JSON.parse(out) as { entries: { outcome: string }[] };
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'not tried']);
  });
});

test('a journal that cannot be written after a write does not make the write undone', async () => {
  await withHarness(two(), async (harness) => {
    // Its folder is replaced by a file as soon as the first write is in progress.
    let turns = 0;
    harness.intervene((request, moment) => {
      if (moment !== 'before' || request.method !== 'PATCH' || !request.path.endsWith('/config')) return;
      turns += 1;
      if (turns === 1) harness.breakFolder('.reconcile');
    });
    const { exit, out, err } = await harness.run('apply --auto-approve --format json');
    const { entries } = JSON.parse(out) as { entries: { outcome: string }[] };
    expect(exit).toBe(1);
    expect(err).toContain('disk/unwritable');
    // The second change is not begun: no intent could be kept.
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'failed']);
    expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({
      objectives: ['app_installs'],
      monthlyCostCap: 28000,
    });
  });
});

test('the journal is ignored by git', async () => {
  await withHarness(two(), async (harness) => {
    await harness.run('apply --auto-approve', { env: { RUNNER_TEMP: '' } });
    expect(await harness.read('.reconcile/.gitignore')).toBe('*\n');
    expect(await harness.read('.reconcile/journal-1.jsonl')).toContain('"moment":"before"');
  });
});
