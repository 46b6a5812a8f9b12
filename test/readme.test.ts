import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const readme = readFileSync('README.md', 'utf8');
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const lines = blocks.flatMap((block) => block.trim().split('\n'));
const npmLines = lines.filter((line) => line.startsWith('npm '));
const shellLines = lines.filter((line) => !line.startsWith('npm '));

describe('the two commands', () => {
  test('are these', () => {
    expect(npmLines).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  });

  test('the demo ends well, and says that nothing is left to do', () => {
    const out = execFileSync(process.execPath, ['examples/demo.mjs'], { encoding: 'utf8' });
    expect(out).toContain('capi.enabled: false → true');
    expect(out.trimEnd().split('\n').slice(-6).join('\n')).toContain('Nothing to do');
    expect(out.trimEnd()).toMatch(/\[exit 0]$/);
  });
});

test('every other command of the README runs, and ends as it says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-readme-'));
  try {
    for (const part of ['examples', 'dist', 'schemas', 'package.json'])
      cpSync(part, join(folder, part), { recursive: true });
    const script = shellLines.map((line) => {
      const expected = /# exit (\d+)$/.exec(line)?.[1] ?? '0';
      return `${line}\nstatus=$?; [ $status -eq ${expected} ] || { echo "ended with $status: ${line.replaceAll('"', '')}" >&2; exit 99; }`;
    });
    const ran = spawnSync('bash', ['-c', `shopt -s expand_aliases\n${script.join('\n')}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    });
    expect(ran.stderr).toBe('');
    expect(ran.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every layer document and setting in the README is one that validates', () => {
  const yaml = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  expect(yaml.length).toBe(3);
  expect(yaml[0]).toBe(readFileSync('examples/byo/layers/acme-ios.yaml', 'utf8'));
});

test('every link into the repository leads somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});
