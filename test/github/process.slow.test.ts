import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { planAsJson } from '../../src/render/index.ts';
import { planDigest } from '../../src/plan/digest.ts';
import { aPlan } from '../support/plan.ts';
import { fakeGitHub, OCTOCAT } from './harness.ts';

test('the program as it is built comments over real HTTP', async () => {
  const github = await fakeGitHub({ base: '/api/v3' });
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-built-'));
  try {
    await writeFile(join(folder, 'plan.json'), planAsJson(aPlan({ layers: [], digest: planDigest([]) })));
    const { code, out, err } = await reconcile(folder, ['comment', 'plan.json', '--repo', 'acme/ads', '--pull', '7'], {
      GITHUB_API_URL: github.api,
      GITHUB_TOKEN: OCTOCAT,
    });
    expect(err).toBe('');
    expect(out).toMatch(/^Commented on acme\/ads#7: https:/);
    expect(code).toBe(0);
    expect(github.comments()).toMatchObject([{ author: 'octocat' }]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function reconcile(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [resolve('dist/cli/main.js'), ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}
