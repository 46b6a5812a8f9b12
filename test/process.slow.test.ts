import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const main = resolve('dist/cli/main.js');

test('a plan that was saved on a sandbox can be applied on one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-saved-'));
  const reconcile = (...args: readonly string[]): number | null =>
    spawnSync(process.execPath, [main, ...args], {
      cwd: resolve('examples/byo'),
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    }).status;
  try {
    const file = join(folder, 'plan.json');
    expect(reconcile('plan', '--sandbox', '--out', file)).toBe(0);
    expect(reconcile('apply', file, '--sandbox', '--auto-approve')).toBe(3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
