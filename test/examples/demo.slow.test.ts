import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the demo applies a change and ends without changes', () => {
  const out = execFileSync(process.execPath, ['examples/demo.mjs'], { encoding: 'utf8' });
  const last = out.split('$ reconcile plan --detailed-exitcode\n')[1] ?? '';
  expect(out).toContain('capi.enabled: false → true');
  expect(last.trimEnd()).toMatch(/\[exit 0]$/);
});
