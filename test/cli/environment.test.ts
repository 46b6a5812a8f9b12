import { describe, expect, test } from 'vitest';
import { startAction } from '../../src/action/run.ts';
import { environmentProblems } from '../../src/io/environment.ts';
import { run } from '../../src/cli/program.ts';
import { fakeMachine } from '../support/fake-machine.ts';

/** Values that a variable must not have, and some that it may. */
const FORMS: readonly {
  readonly names: readonly string[];
  readonly bad: readonly string[];
  readonly good: string[];
}[] = [
  {
    names: ['RECONCILE_TIMEOUT_MS'],
    bad: ['30s', '0', '-1', '5_000', '99', '600001', '99999999999', '3000000000', '1e3', '1000.5', 'NaN', '0x400'],
    good: ['100', '600000', '30000', ' 30000\n', '', ' '],
  },
  {
    names: ['LAYERS_API_URL', 'TIKTOK_API_URL'],
    bad: ['api.example.com', 'http://example.com', 'https://u:geheim@example.com', 'https://example.com/v1', 'ftp://x'],
    good: ['https://example.com', 'http://127.0.0.1:4010', 'http://localhost/', ''],
  },
  {
    names: ['GITHUB_API_URL'],
    bad: ['api.github.com', 'http://example.com', 'https://u:geheim@example.com', 'https://example.com/?a'],
    good: ['https://api.github.com', 'https://github.example.com/api/v3', 'http://127.0.0.1:1', ''],
  },
  {
    names: ['RECONCILE_ALLOW_ORIGINS'],
    bad: ['*.example.com', 'https://example.com/v1', 'http://example.com', 'a@example.com', 'example.com, :x'],
    good: ['example.com', 'example.com:8443 other.example', 'https://example.com,https://b.example/', ''],
  },
  {
    names: ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'],
    bad: [
      'http://',
      '://',
      'ftp://p:1',
      'socks5://p:1',
      'http://p:99999',
      'u:geheim%@p:1',
      'p:1/geheim',
      'p:1#geheim',
      'a b',
    ],
    good: [
      'http://p:3128',
      'p:3128',
      'https://p',
      '127.0.0.1:3128',
      '[::1]:3128',
      'u:geheim%40@p:3128',
      'HTTP://P:1',
      '',
    ],
  },
];

const CASES = FORMS.flatMap(({ names, bad, good }) => names.map((name) => ({ name, bad, good })));

describe.each(CASES)('$name', ({ name, bad, good }) => {
  test.each(bad)('%j is a problem that names the variable, and never repeats the value', (value) => {
    const problems = environmentProblems({ [name]: value });
    const code = name.endsWith('_API_URL') ? 'settings/origin' : 'cli/usage';
    expect(problems).toMatchObject([{ code, message: expect.stringContaining(name) }]);
    expect(JSON.stringify(problems)).not.toMatch(/geheim/);
  });

  test.each(good)('%j is none', (value) => {
    expect(environmentProblems({ [name]: value })).toEqual([]);
  });
});

test('every invalid variable is reported at once', () => {
  const env = Object.fromEntries(CASES.map(({ name, bad }) => [name, bad[0]]));
  // Of two spellings of one proxy only the one that would be used counts.
  expect(environmentProblems(env)).toHaveLength(CASES.length - 2);
});

const broken = { RECONCILE_TIMEOUT_MS: '30s' };

test.each(['plan', 'apply --auto-approve', 'drift', 'confirm acme', 'comment plan.json', 'plan --sandbox'])(
  '%s reads and sends nothing',
  async (line) => {
    const harness = fakeMachine({ cwd: '/nowhere', env: broken });
    const files = new Proxy(harness.machine.files, {
      get: () => () => {
        throw new Error('a file was touched');
      },
    });
    const whole = async (): Promise<never> => {
      throw new Error('the network was reached');
    };
    expect(await run(line.split(' '), { bare: { ...harness.machine, files }, full: whole })).toBe(1);
    expect(harness.err()).toMatch(/cli\/usage[^]*RECONCILE_TIMEOUT_MS/);
  },
);

test('as JSON if JSON was requested', async () => {
  const { machine, out, err } = fakeMachine({ cwd: '/nowhere', env: broken });
  expect(await run(['plan', '--format', 'json'], { bare: machine, full: async () => machine })).toBe(1);
  expect([JSON.parse(out()).problems[0].code, err()]).toEqual(['cli/usage', '']);
});

test('the action checks it as well', async () => {
  const { machine, err } = fakeMachine({ cwd: '/nowhere', env: { ...broken, INPUT_COMMAND: 'drift' } });
  expect(await startAction(machine)).toBe(1);
  expect(err()).toContain('RECONCILE_TIMEOUT_MS');
});
