import { expect, test } from 'vitest';
import { onStage } from '../support/stage.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const one = acme();

test('two applies started together, 50 times, with one key: never two writers', { timeout: 300_000 }, async () => {
  const files = {
    [fileOf(one)]: documentOf(one, { monthlyCostCap: 30000 }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  await onStage({ files, world: worldOf([one]) }, async (stage) => {
    const start = stage.sandbox.snapshot();
    for (let turn = 0; turn < 50; turn += 1) {
      stage.sandbox.restore(start);
      stage.forget();
      const line = 'apply --auto-approve';
      const runs = await Promise.all([
        stage.run(line, { run: `00000000-0000-4000-8000-0000000${turn + 10}001` }),
        stage.run(line, { run: `00000000-0000-4000-8000-0000000${turn + 10}002` }),
      ]);
      const writers = stage
        .log()
        .filter(({ method, path, status }) => method === 'PATCH' && path.includes('/config') && status === 200);
      expect(writers.length, `turn ${turn}: ${runs.map(({ exit }) => exit).join(' and ')}`).toBe(1);
      // The other is refused, or comes late enough to see that all is done.
      expect(
        runs
          .map(({ exit }) => exit)
          .sort((a, b) => a - b)
          .join(' '),
      ).toMatch(/^0 [04]$/);
    }
  });
});
