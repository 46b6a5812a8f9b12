import { describe, expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import {
  acme,
  campaignOf,
  client,
  documentOf,
  documentsOf,
  endpoint,
  fileOf,
  settings,
  worldOf,
} from '../support/worlds.ts';

const clients = [acme(), client(2), client(3)];
const [one, second, third] = [acme(), client(2), client(3)];
const BROKEN = 'name: [\n';

/** Three layers: the first has a change, and the document of the second is broken. */
const files = {
  ...documentsOf(clients),
  [fileOf(one)]: documentOf(one, { monthlyCostCap: 30000 }),
  [fileOf(second)]: BROKEN,
  'reconcile.yaml': settings({ transport: endpoint() }),
};
const world = worldOf(clients);

const firstLine = (text: string) => text.split('\n')[0];

test('a broken document is named once; the others are planned, checked for drift, and applied', async () => {
  await withHarness({ files, world }, async (harness) => {
    const plan = await harness.run('plan');
    expect(plan.exit).toBe(1);
    expect(firstLine(plan.out)).toMatch(/^SANDBOX · Incomplete: 1 of 3 layers could not be read\. Plan: 1 change/);
    expect(plan.err.match(/document\/syntax/g)).toHaveLength(1);
    const drift = await harness.run('drift');
    expect(drift.exit).toBe(1);
    expect(firstLine(drift.out)).toContain('Incomplete: 1 of 3 layers could not be read.');
    const apply = await harness.run('apply --auto-approve');
    expect(apply.exit).toBe(1);
    expect(apply.out).toContain('Incomplete: 1 of 3 layers could not be read. Done: 1 change');
    expect((await harness.run(`plan --detailed-exitcode ${fileOf(one)}`)).exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/isolation.txt');
  });
});

test('JSON and Markdown name the document, too', async () => {
  await withHarness({ files, world }, async (harness) => {
    for (const command of ['plan', 'drift']) {
      const json = JSON.parse((await harness.run(`${command} --format json`)).out);
      expect(json).toMatchObject({ unread: [fileOf(second)], problems: [{ code: 'document/syntax' }] });
    }
    const page = await harness.run('plan --format markdown');
    expect(page.out).toMatch(/^## SANDBOX · Incomplete.*\n\n\*\*Not read: layers\/client-2\.yaml\*\*/);
  });
});

test('the running campaigns of one layer are paused while another document is broken', async () => {
  const running = acme({
    inProject: {
      layers: [{ id: one.layer, config: one.config, defaults: { structural: 'auto' } }],
      campaigns: [campaignOf(one.account, 1, 'active')],
    },
  });
  const paused = { ...files, [fileOf(one)]: documentOf(one, { state: 'paused' }) };
  await withHarness({ files: paused, world: worldOf([running, second, third]) }, async (harness) => {
    const { exit, err } = await harness.run(`apply ${fileOf(one)} --auto-approve`);
    expect([exit, err]).toEqual([3, expect.stringContaining('1 other document is invalid: layers/client-2.yaml.')]);
    expect(harness.writes().filter(({ path }) => path.endsWith('/cmp_1/pause'))).toHaveLength(1);
  });
});

test('a saved plan is applied without the document that broke since', async () => {
  const both = { ...files, [fileOf(second)]: documentOf(second, { monthlyCostCap: 30000 }) };
  await withHarness({ files: both, world }, async (harness) => {
    expect((await harness.run('plan --out saved.json')).exit).toBe(0);
    await harness.write(fileOf(second), BROKEN);
    const { exit, out, err } = await harness.run('apply saved.json --auto-approve');
    expect([exit, err]).toEqual([1, expect.stringContaining('document/syntax')]);
    expect(out).toContain('Incomplete: 1 of 3 layers could not be read. Done: 1 change in 1 layer.');
  });
});

test('confirm of one layer goes on while another document is broken', async () => {
  const manual = { ...files, 'reconcile.yaml': settings() };
  await withHarness(
    { files: manual, world: worldOf(clients, { switches: { generation: 'seed' } }) },
    async (harness) => {
      const input = JSON.stringify(one.config);
      const { out, err } = await harness.run(`confirm ${one.name} --json -`, { input });
      expect(out).toContain(`Recorded`);
      expect(err).toContain('1 other document is invalid');
      const stopped = await harness.run(`confirm ${second.name}`);
      expect([stopped.exit, stopped.err]).toEqual([1, expect.stringContaining('document/syntax')]);
    },
  );
});

describe('a broken document', () => {
  test.each([
    { name: 'a raise is refused', cap: 29000, exit: 4, why: 'the sum of the caps is unknown' },
    { name: 'a decrease passes', cap: 27000, exit: 1, why: 'it does not raise the sum' },
  ])('with cap-total, $name: $why', async ({ cap, exit }) => {
    const limited = settings({ transport: endpoint(), policies: { 'cap-total': { amount: '900000 USD' } } });
    const texts = { ...files, [fileOf(one)]: documentOf(one, { monthlyCostCap: cap }), 'reconcile.yaml': limited };
    await withHarness({ files: texts, world }, async (harness) => {
      const plan = await harness.run('plan');
      expect(plan.exit).toBe(exit);
      if (exit === 4) expect(plan.out).toContain(`a document is invalid: ${fileOf(second)}`);
    });
  });

  test('is all there is: nothing is requested', async () => {
    const texts = { [fileOf(second)]: BROKEN, 'reconcile.yaml': settings() };
    await withHarness({ files: texts, world }, async (harness) => {
      for (const line of ['plan', 'drift', 'apply --auto-approve']) {
        const { exit, out, err } = await harness.run(line);
        expect([exit, out, err]).toEqual([1, '', expect.stringContaining('document/syntax')]);
      }
      expect(harness.log()).toEqual([]);
    });
  });
});

test('a document that contradicts its ad account stops only its layer', async () => {
  const texts = { ...files, [fileOf(second)]: documentOf(second, { monthlyCostCap: '28000 EUR' }) };
  await withHarness({ files: texts, world }, async (harness) => {
    for (const command of ['plan', 'drift']) {
      const { exit, out, err } = await harness.run(command);
      expect([exit, err]).toEqual([1, expect.stringContaining('cap/currency')]);
      expect(firstLine(out)).toContain('Incomplete: 1 of 3 layers could not be read.');
    }
    expect((await harness.run('plan')).out).toContain('28,000.00 USD → 30,000.00 USD');
  });
});

test('settings with a mistake stop everything', async () => {
  await withHarness({ files: { ...files, 'reconcile.yaml': 'costCapUnit: cents\n' }, world }, async (harness) => {
    const { exit, out } = await harness.run('plan');
    expect([exit, out]).toEqual([1, '']);
    expect(harness.log()).toEqual([]);
  });
});
