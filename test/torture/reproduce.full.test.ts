import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { onBed } from './bed.ts';
import { scenarios } from './scenarios.ts';

test('the line that is printed for a violation breaks it again, and nothing where the apply is whole', {
  timeout: 120_000,
}, async () => {
  const scenario = scenarios.find(({ kinds }) => kinds.length === 2 && kinds.includes('cost-cap'));
  if (scenario === undefined) throw new Error('no scenario has a cap and another change');
  const index = await onBed(scenario, async ({ asked }) => asked.find(({ kind }) => kind.startsWith('config'))?.index);
  const first = await shell(`TORTURE_BREAK="calls failed done" npm run torture -- "${scenario.name}" ${index}`);
  const violations = [...first.out.matchAll(/^(it calls .*)\n {8}(TORTURE_BREAK="[^"]*" (npm run torture -- .*))$/gm)];
  expect(first.exit, first.out).toBe(1);
  expect(violations.length).toBeGreaterThan(1);
  for (const [, broken, line, whole] of violations.slice(0, 3)) {
    const again = await shell(line ?? '');
    expect([again.exit, again.out]).toEqual([1, expect.stringContaining(broken ?? '')]);
    expect(again.out, 'one request, one fault').toMatch(/^ +1 {2}requests × faults$/m);
    const well = await shell(whole ?? '');
    expect([well.exit, well.out]).toEqual([0, expect.stringMatching(/^ +0 {2}violations$/m)]);
  }
});

function shell(line: string): Promise<{ readonly exit: number; readonly out: string }> {
  return new Promise((done) => {
    execFile('sh', ['-c', line], (error, stdout) => done({ exit: Number(error?.code ?? 0), out: stdout }));
  });
}
