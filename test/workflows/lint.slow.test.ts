import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const PLAN = 'examples/github/.github/workflows/reconcile-plan.yml';
const APPLY = 'examples/github/.github/workflows/reconcile-apply.yml';
const REUSABLE = '.github/workflows/plan.yml';

/** Files with one error each, and the linter that finds it. */
const broken = [
  {
    by: 'github',
    name: 'input.yml',
    of: PLAN,
    from: 'command: plan',
    to: 'comand: plan',
    says: "Invalid action input 'comand'",
  },
  {
    by: 'github',
    name: 'own.yml',
    of: REUSABLE,
    from: 'command: plan',
    to: 'comand: plan',
    says: 'Missing required input `command`',
  },
  {
    by: 'github',
    name: 'needs.yml',
    of: PLAN,
    from: 'needs: [decide, plan, ',
    to: 'needs: [decide, plann, ',
    says: "depends on unknown job 'plann'",
  },
  {
    by: 'github',
    name: 'queue.yml',
    of: APPLY,
    from: 'queue: max',
    to: 'queue: many',
    says: "Unexpected value 'many'",
  },
  {
    by: 'github',
    name: 'both.yml',
    of: APPLY,
    from: 'progress: false',
    to: 'progress: true',
    says: "'queue: max' cannot be combined",
  },
  {
    by: 'github',
    name: 'deployment.yml',
    of: PLAN,
    from: 'deployment: f',
    to: 'deploy: f',
    says: "Unexpected value 'deploy'",
  },
  {
    by: 'github',
    name: 'action.yml',
    of: 'action.yml',
    from: 'node24',
    to: 'node99',
    says: "Unexpected value 'node99'",
  },
  {
    by: 'actionlint',
    name: 'title.yml',
    of: PLAN,
    from: 'echo "decide',
    to: 'echo "${{ github.event.pull_request.title }}',
    says: 'is potentially untrusted',
  },
  {
    by: 'actionlint',
    name: 'label.yml',
    of: PLAN,
    from: 'ubuntu-24.04',
    to: 'ubuntu-2404',
    says: 'label "ubuntu-2404" is unknown',
  },
  {
    by: 'actionlint',
    name: 'checkout.yml',
    of: PLAN,
    from: 'persist-credentials',
    to: 'persist-credential',
    says: 'input "persist-credential" is not defined',
  },
  {
    by: 'actionlint',
    name: 'scope.yml',
    of: PLAN,
    from: 'actions: read',
    to: 'action: read',
    says: 'unknown permission scope "action"',
  },
] as const;

const CALLER = `name: caller
on: pull_request
jobs:
  reconcile:
    uses: layers/reconcile/.github/workflows/plan.yml@0000000000000000000000000000000000000000
    with:
      confg: a
    secrets:
      LAYERS_API_KY: x
`;

const folder = mkdtempSync(join(tmpdir(), 'reconcile-lint-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(...files: readonly string[]) {
  return spawnSync(process.execPath, ['test/workflows/lint.mjs', ...files], { encoding: 'utf8' });
}

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test('npm run check covers every workflow, every example and action.yml', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(scripts['check']).toContain('npm run check:workflows');
  // Without names it checks all files.
  expect(scripts['check:workflows']).toBe('node test/workflows/lint.mjs');
});

describe('each linter finds its kind of error', () => {
  let lines: readonly string[] = [];
  beforeAll(() => {
    const files = broken.map(({ name, of, from, to }) => {
      const text = readFileSync(of, 'utf8');
      expect(text).toContain(from);
      return write(
        `broken/${name}`,
        text.replace(from, () => to),
      );
    });
    const shown = [...readFileSync('examples/github/README.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];
    expect(shown).toHaveLength(1);
    const readme = shown.map((match, index) => write(`readme/${index}.yml`, match[1] ?? ''));
    // Right files between the broken ones hide none of them.
    const run = lint(PLAN, ...files, PLAN, write('caller.yml', CALLER), ...readme);
    expect(run.stderr).toBe('');
    expect(run.status).toBe(1);
    lines = run.stdout.trim().split('\n');
  }, 60_000);

  test.each(broken)('$by, $name: $says', ({ by, name, says }) => {
    const found = lines.filter((line) => line.includes(`/${name}:`) && line.includes(`  ${by}  `));
    expect(found.join('\n')).toContain(says);
  });

  test('and an input that a reusable workflow does not have', () => {
    const found = lines.filter((line) => line.includes('/caller.yml:')).join('\n');
    expect(found).toContain('confg is not defined in the referenced workflow');
    expect(found).toContain('LAYERS_API_KY is not defined in the referenced workflow');
  });

  test('and nothing in a valid file, nor in the callers of the README', () => {
    expect(lines.filter((line) => line.startsWith(PLAN) || line.includes('/readme/'))).toEqual([]);
  });
});
