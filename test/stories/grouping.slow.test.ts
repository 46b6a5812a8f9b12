import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { client, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const clients = Array.from({ length: 12 }, (_, index) => client(index + 1));
const extending = Object.fromEntries(
  clients.map((one) => [
    fileOf(one),
    `extends: ../defaults/usd.yaml\n${documentOf(one, { monthlyCostCap: undefined })}`,
  ]),
);
const files = {
  ...extending,
  'defaults/usd.yaml': '# For all clients.\nmonthlyCostCap: 36000\n',
  'reconcile.yaml': settings({ transport: endpoint() }),
};

test('one edit in shared defaults is one change, one refusal and one option', async () => {
  await withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const refused = await harness.run('plan');
    const allowed = await harness.run('plan --allow cap-increase=all --allow share=all --verbose');
    expect([refused.exit, allowed.exit]).toEqual([4, 0]);
    expect(allowed.err).not.toContain('Without effect');
    // Without the progress, which depends on the speed of the machine.
    await expect(`${refused.out}\n${allowed.out}`).toMatchFileSnapshot('golden/grouping.txt');
    await harness.run('plan --out saved.json');
    expect((await harness.run('show saved.json --verbose')).out).toContain('client-12');
  });
});
