import { expect, test } from 'vitest';
import { gitIn, withGit } from '../support/repository.ts';
import { withHarness } from '../support/harness.ts';
import { documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';
import { one, two } from './merging.ts';

test('a saved plan of one layer is not stopped by a protected one that it is not about', async () => {
  const files = {
    ...documentsOf([one]),
    [fileOf(two)]: documentOf(two, { protected: true }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  await withHarness({ files, world: worldOf([one, two]) }, async (harness) => {
    const git = gitIn(harness);
    git.init();
    git.commit('base');
    await harness.write(fileOf(one), documentOf(one, { monthlyCostCap: 29_000 }));
    expect((await harness.run('plan --base HEAD --changed HEAD --out saved.json', withGit)).exit).toBe(0);
    const applied = await harness.run('apply saved.json --auto-approve', withGit);
    expect(applied.exit, applied.out + applied.err).toBe(0);
    expect(applied.out).not.toContain('Removed documents');
    expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({ monthlyCostCap: 29_000 });
  });
});
