import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readInputs } from '../../src/action/inputs.ts';
import { planOutputs } from '../../src/publish/runner-files.ts';
import { aPlan } from '../support/plan.ts';
import { action, readWorkflow } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'reconcile-release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('action.yml', () => {
  const given = (name: string): string => `INPUT_${name.toUpperCase()}`;
  const defaults = Object.entries(action.inputs).map(([name, { default: text = '' }]) => [given(name), text]);

  test('defaults are those of the program for an absent input', () => {
    const command = { INPUT_COMMAND: 'plan' };
    expect(readInputs({ ...Object.fromEntries(defaults), ...command })).toEqual(readInputs(command));
  });

  test('has every input that the program reads', () => {
    const asked: string[] = [];
    const command = (name: string): string => (name === given('command') ? 'plan' : '');
    const get = (_: object, name: string): string => (asked.push(name), command(name));
    const env = new Proxy<Record<string, string>>({}, { get });
    readInputs(env);
    const token = given('token');
    expect([...new Set(asked), token].sort()).toEqual(Object.keys(action.inputs).map(given).sort());
  });

  test.each(['plan', 'apply', 'recheck', 'drift', 'comment', 'validate', 'decide'])(
    'names the command %s, and the program knows it',
    (command) => {
      expect(action.inputs['command']?.description).toContain(command);
      expect(readInputs({ INPUT_COMMAND: command }).ok).toBe(true);
    },
  );

  test('only the command must be given', () => {
    const required = Object.entries(action.inputs).filter(([, { required: must }]) => must);
    expect(required.map(([name]) => name)).toEqual(['command']);
  });

  test('outputs are those of a plan, the list for recheck, the command of a comment and the decision', () => {
    const said = Object.keys(planOutputs(aPlan(), '/tmp/plan.json'));
    expect(Object.keys(action.outputs).sort()).toEqual([...said, 'pulls', 'do', 'names', 'needed'].sort());
  });

  test('and the examples agree on names', () => {
    const example = (kind: string) => readWorkflow(`examples/github/.github/workflows/reconcile-${kind}.yml`);
    const upload = example('plan').jobs['plan']?.steps?.find(({ uses }) => uses?.includes('upload-artifact'));
    expect(upload?.with?.['name']).toBe(action.inputs['artifact']?.default);
    expect(example('apply').jobs['apply']?.environment).toEqual({ name: action.inputs['environment']?.default });
    expect(existsSync(join('examples/github', action.inputs['plan-workflow']?.default ?? ''))).toBe(true);
  });
});

describe('a release', () => {
  const bundle = join(folder, 'bundle');
  const packed = join(folder, 'packed');
  const node = (...args: readonly string[]): string => execFileSync(process.execPath, args, { encoding: 'utf8' });

  beforeAll(() => {
    node('.ci/bundle.mjs', bundle);
    node('.ci/pack-action.mjs', packed, bundle);
  }, 60_000);

  test('contains the files that the action, its callers and its readers need, and no others', () => {
    const files = readdirSync(packed, { recursive: true, encoding: 'utf8', withFileTypes: true });
    const paths = files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(packed.length + 1));
    const whole = ['schemas/', 'examples/github/', '.github/'];
    expect(paths.filter((path) => !whole.some((start) => path.startsWith(start))).sort()).toEqual([
      'LICENSE',
      'README.md',
      'action.yml',
      'action/action.yml',
      'dist/action.LICENSES.txt',
      'dist/action.js',
      'package.json',
    ]);
    for (const start of whole) expect(paths.some((path) => path.startsWith(start))).toBe(true);
  });

  test.each(['action.yml', 'action/action.yml'])('%s leads to the bundle', (file) => {
    const { runs, ...rest } = parse(readFileSync(join(packed, file), 'utf8'));
    expect(existsSync(join(packed, file, '..', runs.main))).toBe(true);
    const { runs: _, ...ours } = action;
    expect(rest).toEqual(ours);
  });

  test('carries no script that an install would run', () => {
    expect(Object.keys(JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')))).toEqual([
      'name',
      'version',
      'description',
      'license',
      'type',
    ]);
  });

  test('has identical workflows: no token of a workflow may push different ones', () => {
    const names = readdirSync('.github/workflows');
    expect(readdirSync(join(packed, '.github/workflows'))).toEqual(names);
    for (const name of names) {
      const path = join('.github/workflows', name);
      expect(readFileSync(join(packed, path), 'utf8')).toBe(readFileSync(path, 'utf8'));
    }
  });

  test('leads its readers nowhere that is not there', () => {
    for (const file of ['README.md', 'examples/github/README.md']) {
      const text = readFileSync(join(packed, file), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
      expect(links.filter((link) => !existsSync(join(packed, file, '..', link)))).toEqual([]);
    }
  });

  test('is made of the same bytes again, wherever it is written', () => {
    const again = join(folder, 'elsewhere/again');
    node('.ci/bundle.mjs', again);
    for (const name of ['action.js', 'action.LICENSES.txt']) {
      expect(readFileSync(join(again, name), 'utf8')).toBe(readFileSync(join(bundle, name), 'utf8'));
    }
  });

  test('lists its packages with their licences, without paths of the build', () => {
    const text = readFileSync(join(packed, 'dist/action.LICENSES.txt'), 'utf8');
    for (const name of ['@octokit/rest', 'undici', 'yaml', 'zod', 'diff']) {
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)$`, 'm'));
    }
    expect(text).toContain('Permission is hereby granted, free of charge');
    for (const file of ['action.js', 'action.LICENSES.txt']) {
      expect(readFileSync(join(packed, 'dist', file), 'utf8')).not.toContain(process.cwd());
    }
  });

  test('is not laid out over something else, nor without its bundle', () => {
    const full = spawnSync(process.execPath, ['.ci/pack-action.mjs', packed, bundle], { encoding: 'utf8' });
    expect(full.status).toBe(1);
    expect(full.stderr).toContain('is not empty');
    const none = spawnSync(process.execPath, ['.ci/pack-action.mjs', join(folder, 'none'), packed], {
      encoding: 'utf8',
    });
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('run npm run bundle first');
  });

  describe('runs without other files', () => {
    const workspace = join(folder, 'workspace');
    beforeAll(() => cpSync('examples/byo', workspace, { recursive: true }));

    const run = (main: string, env: Readonly<Record<string, string>>) => {
      const temporary = mkdtempSync(join(folder, 'runner-'));
      const output = join(temporary, 'output');
      writeFileSync(output, '');
      mkdirSync(join(temporary, 'temp'));
      const ran = spawnSync(process.execPath, [join(packed, main)], {
        cwd: workspace,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          HOME: temporary,
          GITHUB_ACTIONS: 'true',
          GITHUB_WORKSPACE: workspace,
          GITHUB_REPOSITORY: 'acme/ads',
          GITHUB_EVENT_NAME: 'workflow_dispatch',
          GITHUB_OUTPUT: output,
          RUNNER_TEMP: join(temporary, 'temp'),
          ...env,
        },
      });
      return { ...ran, output: readFileSync(output, 'utf8') };
    };

    test('validates', () => {
      const { status, stdout, stderr, output } = run(action.runs.main, { INPUT_COMMAND: 'validate' });
      expect(status, stdout + stderr).toBe(0);
      expect(output).toMatch(/^exit_code<<(\S+)\n0\n\1$/m);
    });

    test('and fails a step with an unknown command', () => {
      const { status, output } = run(action.runs.main, { INPUT_COMMAND: 'destroy' });
      expect(status).toBe(1);
      expect(output).toMatch(/^exit_code<<(\S+)\n1\n\1$/m);
    });
  });
});
