import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';

const examples = readdirSync('examples').filter((name) => existsSync(`examples/${name}/world.yaml`));

test.each(examples)('a record of the example %s plans the same bytes in every format', async (name) => {
  await withHarness({ from: `examples/${name}` }, async (harness) => {
    await harness.run('plan --record run.json');
    for (const format of ['text', 'json', 'markdown']) {
      const now = await harness.run(`plan --format ${format}`);
      const { exit, out } = await harness.run(`plan --format ${format} --replay run.json`);
      expect([exit, out]).toEqual([now.exit, now.out]);
    }
    // Ledgers after an apply are read, too.
    await harness.run('apply --auto-approve');
    const after = await harness.run('plan --record after.json --format json');
    const { exit, out } = await harness.run('plan --replay after.json --format json');
    expect([exit, out]).toEqual([after.exit, after.out]);
  });
});
