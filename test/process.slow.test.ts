import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const main = resolve('dist/cli/main.js');

function reconcile(
  args: readonly string[],
  options: { node?: readonly string[]; cwd?: string; env?: Record<string, string> } = {},
) {
  return spawnSync(process.execPath, [...(options.node ?? []), main, ...args], {
    cwd: options.cwd ?? resolve('examples/byo'),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
  });
}

describe('the real program', () => {
  test('ends with 70 for a bug, and reports it as one', () => {
    const preload = resolve('test/support/fault-preload.mjs');
    const { status, stderr } = reconcile(['validate'], {
      node: ['--import', preload],
      env: { LAYERS_API_KEY: 'lp_live_secret_in_the_stack' },
    });
    expect(status).toBe(70);
    expect(stderr).toContain('This is a bug in reconcile');
    expect(stderr, 'a credential in an error text is masked').not.toContain('lp_live_secret_in_the_stack');
  });

  test.each([
    ['an unknown command', ['pln'], 'plan'],
    ['an unknown option', ['plan', '--fromat', 'json'], '--format'],
    ['a format that a command does not have', ['validate', '--format', 'markdown'], 'json'],
  ])('%s is a problem, with a hint', (_, args, hint) => {
    const { status, stderr } = reconcile(args);
    expect(status).toBe(1);
    expect(stderr).toContain(hint);
  });

  test.each(['validate', 'plan', 'show', 'comment', 'apply', 'confirm', 'todo', 'drift', 'schema', 'sandbox'])(
    '%s has help with examples',
    (command) => {
      const { status, stdout } = reconcile([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain(`Examples:\n  `);
      expect(stdout).toContain(`reconcile ${command}`);
    },
  );

  test('prints its version, which is the package’s', async () => {
    const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
    expect(reconcile(['--version']).stdout.trim()).toBe(manifest.version);
  });

  test.each([['schema layer', 'head -1', 0]])(
    '%s | %s: a closed pipe changes neither the work nor the exit code',
    (line, reader, exit) => {
      const script = `"${process.execPath}" "${main}" ${line} | ${reader} > /dev/null; exit \${PIPESTATUS[0]}`;
      const { status, stderr } = spawnSync('bash', ['-c', script], { cwd: resolve('examples/byo'), encoding: 'utf8' });
      expect([status, stderr]).toEqual([exit, '']);
    },
  );

  test('a full disk behind standard output is a problem, not a fault', () => {
    const script = `"${process.execPath}" "${main}" schema layer > /dev/full`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('disk/unwritable');
    expect(stderr).not.toContain('    at ');
  });

  test('the sandbox command prints one line with the environment to set, and stops on a signal', async () => {
    const child = spawn(process.execPath, [main, 'sandbox'], { cwd: resolve('examples/byo') });
    const line = await new Promise<string>((done) => child.stdout.once('data', (chunk) => done(String(chunk))));
    const { origins, env } = JSON.parse(line);
    expect(origins.layers).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(env).toMatchObject({ LAYERS_API_URL: origins.layers, TIKTOK_API_URL: origins.tiktok });
    const plan = reconcile(['plan', '--format', 'json'], { env });
    expect(plan.status).toBe(0);
    const whole = await new Promise<number | null>((done) => {
      child.on('close', done);
      child.kill('SIGTERM');
    });
    expect(whole).toBe(0);
  });
});

test('a plan that was saved on a sandbox can be applied on one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-saved-'));
  try {
    const file = join(folder, 'plan.json');
    expect(reconcile(['plan', '--sandbox', '--out', file]).status).toBe(0);
    expect(reconcile(['apply', file, '--sandbox', '--auto-approve']).status).toBe(3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
