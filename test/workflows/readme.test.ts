import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readWorkflow, workflowFiles } from './read.ts';

const README = 'examples/github/README.md';
const readme = readFileSync(README, 'utf8');
const [script = '', ...further] = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

const folder = mkdtempSync(join(tmpdir(), 'reconcile-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A repository into which the example was copied, and a GitHub that has one release of ours, or none. */
function pin(name: string, released: boolean) {
  const home = join(folder, name);
  const [origin, repository] = [join(home, 'origin'), join(home, 'repository')];
  mkdirSync(origin, { recursive: true });
  cpSync('examples/github', repository, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const run = (text: string, cwd: string) => spawnSync('sh', ['-c', text], { cwd, env, encoding: 'utf8' });
  run('git config --global user.name Maya && git config --global user.email maya@example.com', home);
  run(`git config --global url."${origin}".insteadOf https://github.com/layers/reconcile`, home);
  run('git init --quiet && git commit --quiet --allow-empty --message one', origin);
  if (released) run('git tag v1.0.0', origin);
  const sha = run('git rev-parse HEAD', origin).stdout.trim();
  const ran = run(script, repository);
  const workflows = join(repository, '.github/workflows');
  const texts = readdirSync(workflows).map((file) => readFileSync(join(workflows, file), 'utf8'));
  return { ran, sha, texts };
}

describe('the command that pins the action', () => {
  test('puts the SHA of the release everywhere, and removes its backup files', () => {
    expect(further).toEqual([]);
    const { ran, sha, texts } = pin('released', true);
    expect(ran.stderr).toBe('');
    expect(texts).toHaveLength(6);
    for (const text of texts) {
      expect(text).not.toMatch(/@0{40}/);
      expect(text).toContain(`uses: layers/reconcile@${sha} # v1.0.0\n`);
      expect(text).toContain('uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0\n');
    }
  });

  test('changes nothing if there is no such release', () => {
    const { texts } = pin('none', false);
    expect(texts).toHaveLength(6);
    for (const text of texts) expect(text).toMatch(/@0{40} # v1/);
  });
});

test('the README names every workflow, environment and secret of the examples', () => {
  const examples = workflowFiles
    .filter((file) => file.startsWith('examples/github/.github'))
    .map((file) => readWorkflow(file));
  for (const { file, text, jobs } of examples) {
    expect(readme).toContain(`| \`${file.split('/').at(-1)}\` |`);
    for (const [, secret] of text.matchAll(/secrets\.(\w+)/g)) expect(readme).toContain(`\`${secret}\``);
    for (const { environment } of Object.values(jobs)) {
      if (typeof environment === 'object') expect(readme).toContain(`| \`${environment.name}\` |`);
    }
  }
  expect(readme).toContain('`reconcile-confirm` is a third environment');
});

test('every link into the repository leads somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
  expect(links.filter((link) => !existsSync(join(dirname(README), link)))).toEqual([]);
});
