import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, copied, documentOf, fileOf, settings, worldOf } from '../support/worlds.ts';

const one = acme({ config: { capi: { enabled: false } } });
const world = worldOf([one], { switches: { generation: 'seed' } });

test('a pasted config is not offered for a record while a reviewed change of the layer is open', async () => {
  const desired = documentOf(one, { capi: { enabled: true }, monthlyCostCap: 20_000 });
  const files = { [fileOf(one)]: desired, 'reconcile.yaml': settings(), 'pasted.json': copied(one.config) };
  await withHarness({ files, world }, async (harness) => {
    const before = await harness.run(`import ${one.name} --json pasted.json --dry-run`);
    expect(before.out).toContain('reconcile confirm --json FILE');
    expect((await harness.run('apply --auto-approve')).exit).toBe(3);
    const after = await harness.run(`import ${one.name} --json pasted.json --dry-run`);
    expect(after.out).toContain('its reviewed change is not done');
    expect(after.out).not.toContain('reconcile confirm');
  });
});

test.each(['import --dry-run', 'plan'])(
  '%s in a sandbox without its credentials does not advise --sandbox',
  async (line) => {
    const files = { [fileOf(one)]: documentOf(one), 'reconcile.yaml': settings() };
    await withHarness({ files, world }, async (harness) => {
      const { err } = await harness.run(line, { env: { LAYERS_API_KEY: '' } });
      expect(err).toContain('Set LAYERS_API_KEY to a credential of the world');
      expect(err).not.toContain('To try without credentials');
    });
  },
);
