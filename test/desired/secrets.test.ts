import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/settings/index.ts';
import { problemsIn, told, WHOLE } from './harness.ts';

/** Made up, in the forms the platforms use. */
const SECRETS = {
  layers: 'lp_live_abcdefghij234567_QWxhZGRpbjpvcGVuIHNlc2FtZQ-x_yz012345678901234',
  layersTest: 'lp_test_abcdefghij234567_short',
  tiktok: '0123456789abcdef0123456789abcdef01234567',
  github: 'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  githubFine: 'github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz',
  spark: '#kQ3vX9b+L2/aa81ZZ==',
};

const line = (text: string): string => `${WHOLE}${text}\n`;

const cases: readonly { name: string; why: string; text: string; secret: string; code: string; place: string }[] = [
  ...Object.entries(SECRETS).map(([name, secret]) => ({
    name: `${name}, as the value of a known field`,
    why: 'the token was pasted instead of its id',
    text: WHOLE.replace('vault_xyz', `"${secret}"`),
    secret,
    code: 'document/secret',
    place: 'layers/a.yaml:9:26',
  })),
  ...Object.entries(SECRETS).map(([name, secret]) => ({
    name: `${name}, as a key`,
    why: 'a key is as public as a value',
    text: line(`"${secret}": 1`),
    secret,
    code: 'document/secret',
    place: 'layers/a.yaml:12:1',
  })),
  {
    name: 'a Layers key in a file that is no YAML',
    why: 'the excerpt of the mistake must not show it',
    text: line(`foo: [${SECRETS.layers}`),
    secret: SECRETS.layers,
    code: 'document/secret',
    place: 'layers/a.yaml:12:7',
  },
  {
    name: 'a Layers key behind an escape',
    why: 'the file does not hold it, the value does',
    text: line(`foo: "\\x6cp_live_${SECRETS.layers.slice(8)}"`),
    secret: SECRETS.layers.slice(8),
    code: 'document/secret',
    place: 'layers/a.yaml:12:6',
  },
  {
    name: 'something opaque under a key that names a token',
    why: 'not every token has a form of its own',
    text: line('access_token: "opaque opaque 77"'),
    secret: 'opaque 77',
    code: 'document/secret',
    place: 'layers/a.yaml:12:15',
  },
  {
    name: 'a Spark code of six characters',
    why: 'a code that is not a variable is a literal code',
    text: line('spark:\n  - post: ugc_1\n    code: XQ12ZV'),
    secret: 'XQ12ZV',
    code: 'document/secret',
    place: 'layers/a.yaml:14:11',
  },
  {
    name: 'a Spark code that is all digits',
    why: 'YAML reads a number, and it is still the code',
    text: line('spark:\n  - post: ugc_1\n    code: 771199'),
    secret: '771199',
    code: 'document/secret',
    place: 'layers/a.yaml:14:11',
  },
  {
    name: 'a Spark code next to a variable',
    why: 'half of it would be in git',
    text: line('spark:\n  - post: ugc_1\n    code: "XQ12ZV${SPARK_A}"'),
    secret: 'XQ12ZV',
    code: 'document/variable',
    place: 'layers/a.yaml:14:11',
  },
];

describe('a secret is refused with its place and never repeated', () => {
  test.each(cases)('$name: $why', ({ text, secret, code, place }) => {
    const problems = problemsIn({ 'layers/a.yaml': text });
    expect(told(problems).map((one) => one.split(' ').slice(0, 2).join(' '))).toContain(`${place} ${code}`);
    // Text next to a variable may not be a secret, so its line is shown.
    const shown = code === 'document/secret' ? JSON.stringify(problems) : '';
    expect(shown).not.toContain(secret);
    for (const { message, remedy } of problems) expect(`${message} ${remedy}`).not.toContain(secret);
  });

  test('also in the excerpts of problems nearby', () => {
    const text = WHOLE.replace('vault_xyz', SECRETS.tiktok)
      .replace('app_installs', 'x')
      .replace('C4A9P2Q7R5S8T1U6V2W0', 'x');
    const problems = problemsIn({ 'layers/a.yaml': text });
    expect(told(problems)).toEqual([
      'layers/a.yaml:8:13 document/invalid-value "x"',
      'layers/a.yaml:9:26 document/secret "•••"',
      'layers/a.yaml:10:14 document/invalid-value "x"',
    ]);
    expect(JSON.stringify(problems)).not.toContain(SECRETS.tiktok);
  });

  test('also in fragments', () => {
    const problems = problemsIn({
      'layers/a.yaml': `extends: ../defaults/x.yaml\n${WHOLE}`,
      'defaults/x.yaml': `capi: { pixel_id: ${SECRETS.github} }\n`,
    });
    expect(told(problems)).toEqual(['defaults/x.yaml:1:19 document/secret "•••"']);
    expect(JSON.stringify(problems)).not.toContain(SECRETS.github);
  });

  test.each(Object.entries(SECRETS))('also in the settings: %s', (_, secret) => {
    const bytes = new TextEncoder().encode(`credentials:\n  - match: a/**\n    layers: "${secret}"\n    tiktok: T\n`);
    const loaded = loadSettings({ filePath: 'reconcile.yaml', bytes }, {});
    const problems = loaded.ok ? [] : loaded.problems;
    expect(told(problems)).toEqual(['reconcile.yaml:3:13 document/secret "•••"']);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  test('an event of the app is not a secret, whatever its name', () => {
    const map = '  event_map: { reset_password: CustomizeProduct, token: "ghp_abcdefgh12345" }';
    const problems = problemsIn({ 'layers/a.yaml': WHOLE.replace('capi:', `capi:\n${map}`) });
    expect(told(problems)).toEqual(['layers/a.yaml:7:57 document/secret "•••"']);
  });

  test('the id of a vault entry is not a secret', () => {
    const ids = ['vault_xyz', '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39', 'vault_0123456789abcdef'];
    for (const id of ids) expect(problemsIn({ 'layers/a.yaml': WHOLE.replace('vault_xyz', id) })).toEqual([]);
  });

  test('a # without a space before it is not a comment', () => {
    expect(problemsIn({ 'layers/a.yaml': line('#monthlyCostCap: 20000') })).toEqual([]);
  });
});

const variables: readonly { name: string; text: string; place: string; remedy: RegExp }[] = [
  {
    name: 'in a field that is not a Spark code',
    text: WHOLE.replace('vault_xyz', '${LAYERS_API_KEY}'),
    place: 'layers/a.yaml:9:26',
    remedy: /value itself/,
  },
  {
    name: 'with a name that does not expand',
    text: line('spark:\n  - post: ugc_1\n    code: ${LAYERS_API_KEY}'),
    place: 'layers/a.yaml:14:11',
    remedy: /SPARK_/,
  },
  {
    name: 'without braces',
    text: line('spark:\n  - post: ugc_1\n    code: SPARK_ACME_1'),
    place: 'layers/a.yaml:14:11',
    remedy: /\$\{SPARK_ACME_1\}/,
  },
  { name: 'in a key', text: line('"${SPARK_A}": 1'), place: 'layers/a.yaml:12:1', remedy: /value itself/ },
];

describe('a variable is a whole value, in the code of a Spark entry, or an error', () => {
  test.each(variables)('$name', ({ text, place, remedy }) => {
    const problems = problemsIn({ 'layers/a.yaml': text }).filter(({ code }) => code === 'document/variable');
    expect(problems.map(({ location }) => `${location?.file}:${location?.line}:${location?.column}`)).toEqual([place]);
    expect(problems[0]?.remedy).toMatch(remedy);
  });
});
