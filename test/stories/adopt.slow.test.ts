import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, client, copied, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme({ config: { capi: { enabled: false } } });
const file = fileOf(live);
/** Only this generation of the API returns the mode. */
const switches = { generation: 'seed' } as const;

test('a layer that was set up manually is adopted, and only its differences remain', async () => {
  const desired = documentOf(live, { capi: { enabled: true }, monthlyCostCap: 30000 });
  const files = { [file]: desired, 'reconcile.yaml': settings({ costCapUnit: 'major' }) };
  await withHarness({ files, world: worldOf([live], { switches }) }, async (harness) => {
    const plan = await harness.run('plan');
    expect(plan.exit).toBe(0);
    expect(plan.out.split('\n')[0]).toContain('1 layer to adopt');
    expect(plan.out).not.toMatch(/refus/i);
    expect(plan.out).toContain('reconcile confirm acme-ios --json -');

    harness.note('An apply before that writes nothing that depends on an unknown value.');
    const early = await harness.run('apply --auto-approve');
    expect(early.exit).toBe(3);
    expect(early.out).toContain('waiting  adopt, for you');
    expect(early.out).toContain('not tried  cost-cap');
    expect(harness.writes().filter(({ path }) => path.includes('/config'))).toEqual([]);
    expect((await harness.run('plan --detailed-exitcode')).exit, 'still to adopt').toBe(2);

    harness.note('Maya copies the text of "View as JSON".');
    await harness.run('confirm acme-ios --json -', { input: copied(live.config) });
    const next = await harness.run('plan');
    expect(next.exit).toBe(0);
    expect(next.out).toContain('28,000.00 USD');
    expect(next.out).not.toContain('adopt');

    harness.note('Maya enters the new cap in the editor, and confirms it.');
    const json = { ...live.config, monthlyCostCap: 30000 };
    await harness.call('POST', '/__sandbox/people/paste', { project: live.project, json });
    await harness.run('confirm acme-ios');
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/adopt-one.txt');
  });
});

test('a cap that is live far below the document is refused once it is known', async () => {
  const files = { [file]: documentOf(live, { monthlyCostCap: 60000 }), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf([live], { switches }) }, async (harness) => {
    expect((await harness.run('plan --out saved.json')).exit).toBe(0);
    await harness.run('confirm acme-ios --json -', { input: copied(live.config) });
    expect((await harness.run('apply saved.json --auto-approve')).exit, 'the known cap was not reviewed').toBe(4);
    const plan = await harness.run('plan');
    expect(plan.exit).toBe(4);
    expect(plan.out).toContain('cap-increase');
  });
});

test('40 layers to adopt are one block, in text and in Markdown', async () => {
  const clients = Array.from({ length: 40 }, (_, n) => client(n + 1));
  const files = { ...documentsOf(clients), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf(clients, { switches }) }, async (harness) => {
    const plan = await harness.run('plan');
    expect(plan.exit, 'adopting does not count for share').toBe(0);
    expect(plan.out.split('\n')[0]).toContain('40 layers to adopt');
    expect(plan.out.match(/--json FILE/g), 'one command').toHaveLength(1);
    const block = /^Layers to adopt\n(?: .*\n)+/m.exec(plan.out)?.[0];
    await expect(block).toMatchFileSnapshot('golden/adopt-40.txt');
    const page = await harness.run('plan --format markdown');
    const part = /^### Layers to adopt\n[^]*?<\/details>\n/m.exec(page.out)?.[0] ?? '';
    for (const { name } of clients) expect(part).toContain(name);
    await expect(part).toMatchFileSnapshot('golden/adopt-40.md');
  });
});

test('the first cap of a layer without an ad account is not an increase', async () => {
  const bare = acme({ inProject: { layers: [{ id: live.layer, config: {} }], adAccounts: [] } });
  const files = { [file]: documentOf(live), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf([bare], { switches }) }, async (harness) => {
    const plan = await harness.run('plan');
    expect(plan.exit).toBe(0);
    expect(plan.out).not.toContain('adopt');
    await expect(harness.transcript()).toMatchFileSnapshot('golden/adopt-new.txt');
  });
});
