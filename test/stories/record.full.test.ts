import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onStage } from '../support/stage.ts';

const examples = readdirSync('examples').filter((name) => readdirSync(`examples/${name}`).includes('world.yaml'));

test.each(examples)('a record of the example %s plans the same bytes in every format', async (name) => {
  await onStage({ from: `examples/${name}` }, async (stage) => {
    await stage.run('plan --record run.json');
    for (const format of ['text', 'json', 'markdown']) {
      const now = await stage.run(`plan --format ${format}`);
      const { exit, out } = await stage.run(`plan --format ${format} --replay run.json`);
      expect([exit, out]).toEqual([now.exit, now.out]);
    }
    // What an apply leaves behind in ledgers is read, too.
    await stage.run('apply --auto-approve');
    const after = await stage.run('plan --record after.json --format json');
    const { exit, out } = await stage.run('plan --replay after.json --format json');
    expect([exit, out]).toEqual([after.exit, after.out]);
  });
});
