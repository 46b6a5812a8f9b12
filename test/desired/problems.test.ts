import { describe, expect, test } from 'vitest';
import { HEAD, problemsIn, settings, told, WHOLE } from './harness.ts';

/** One invalid document, its problems, and text that a remedy must contain. */
type Case = {
  readonly name: string;
  readonly why: string;
  readonly text: string | Uint8Array;
  readonly told: readonly string[];
  readonly remedy?: RegExp;
};

const changed = (from: string | RegExp, to: string): string => {
  const text = WHOLE.replace(from, to);
  if (text === WHOLE) throw new Error(`Nothing to change: ${from}`);
  return text;
};

const cases: readonly Case[] = [
  {
    name: 'an id of 19 digits without quotes',
    why: 'YAML would round it, and money would go to a foreign account',
    text: changed('"7098765432109876543"', '7098765432109876543'),
    told: ['a.yaml:5:14 document/unquoted-id "7098765432109876543"'],
    remedy: /"7098765432109876543"/,
  },
  {
    name: 'an id that YAML reads as a power of ten',
    why: 'the text in the file is exact',
    text: changed('C4A9P2Q7R5S8T1U6V2W0', '12e4567890'),
    told: ['a.yaml:8:13 document/unquoted-id "12e4567890"'],
    remedy: /"12e4567890"/,
  },
  {
    name: 'an id with leading zeros',
    why: 'a number loses them',
    text: changed('"7098765432109876543"', '0012345678'),
    told: ['a.yaml:5:14 document/unquoted-id "0012345678"'],
    remedy: /"0012345678"/,
  },
  {
    name: 'a tab as indentation',
    why: 'YAML forbids it, and it cannot be seen',
    text: changed('  enabled', '\tenabled'),
    told: ['a.yaml:7:1 document/syntax "\\t"'],
    remedy: /spaces/,
  },
  {
    name: 'a key twice',
    why: 'one of the two would be dropped silently',
    text: `${WHOLE}mode: agency\n`,
    told: ['a.yaml:12:1 document/duplicate-key "mode"'],
    remedy: /one of them/,
  },
  {
    name: 'a key one letter off, at the top',
    why: 'a cap that is not read is no cap',
    text: changed('monthlyCostCap', 'monthlyCostCapp'),
    told: ['a.yaml:11:1 document/unknown-field "monthlyCostCapp"'],
    remedy: /"monthlyCostCap"/,
  },
  {
    name: 'a required key one letter off',
    why: 'that it is missing follows, and would only distract',
    text: changed('adAccountId', 'adAcountId'),
    told: ['a.yaml:5:1 document/unknown-field "adAcountId"'],
    remedy: /"adAccountId"/,
  },
  {
    name: 'a key one letter off, one level in',
    why: 'conversions would be dropped silently',
    text: changed('pixel_id', 'pixle_id'),
    told: ['a.yaml:8:3 document/unknown-field "pixle_id"'],
    remedy: /"capi.pixel_id"/,
  },
  {
    name: 'a key one letter off, in an entry of a list',
    why: 'every level has its own neighbours',
    text: `${WHOLE}spark:\n  - pots: ugc_1\n    code: \${SPARK_A}\n`,
    told: ['a.yaml:13:5 document/unknown-field "pots"'],
    remedy: /"spark\[0\]\.post"/,
  },
  {
    name: 'a key one letter off, two levels in',
    why: 'a pin that is not read has no effect',
    text: `${WHOLE}pin:\n  advertiser:\n    curency: USD\n    name: Acme\n`,
    told: ['a.yaml:14:5 document/unknown-field "curency"'],
    remedy: /"pin.advertiser.currency"/,
  },
  {
    name: 'a key in the other manner of writing',
    why: 'the config mixes camelCase and snake_case',
    text: changed('pixel_id', 'pixelId'),
    told: ['a.yaml:8:3 document/unknown-field "pixelId"'],
    remedy: /"capi.pixel_id"/,
  },
  {
    name: 'a key at the wrong level',
    why: 'it is a real key, so no letter is off',
    text: `${WHOLE}event_map: {}\n`,
    told: ['a.yaml:12:1 document/unknown-field "event_map"'],
    remedy: /under "capi"/,
  },
  {
    name: 'a merge key',
    why: 'YAML 1.2 has none, and ignoring it would lose values',
    text: `${WHOLE}<<: { state: active }\n`,
    told: ['a.yaml:12:1 document/unknown-field "<<"'],
    remedy: /extends/,
  },
  {
    name: 'a merge key as an event',
    why: 'the app has no such event, and its values would be lost',
    text: WHOLE.replace('capi:', 'capi:\n  event_map: { <<: Purchase }'),
    told: ['a.yaml:7:16 document/invalid-value "<<"'],
    remedy: /merge keys/,
  },
  {
    name: '__proto__',
    why: 'it must not pollute prototypes, and is not a field',
    text: `${WHOLE}__proto__: { protected: true }\n`,
    told: ['a.yaml:12:1 document/unknown-field "__proto__"'],
  },
  {
    name: 'constructor',
    why: 'every JavaScript object seems to have it',
    text: `${WHOLE}constructor: x\n`,
    told: ['a.yaml:12:1 document/unknown-field "constructor"'],
  },
  {
    name: 'a value that is not allowed',
    why: 'the nearest is named',
    text: changed('mode: byo', 'mode: agncy'),
    told: ['a.yaml:4:7 document/invalid-value "agncy"'],
    remedy: /"agency"/,
  },
  {
    name: 'an invalid value in a list',
    why: 'the value is underlined, not the list',
    text: changed('video_view', 'video_views'),
    told: ['a.yaml:10:28 document/invalid-value "video_views"'],
    remedy: /"video_view"/,
  },
  {
    name: 'an objective twice',
    why: 'a set holds each thing once',
    text: changed('video_view', 'app_installs'),
    told: ['a.yaml:10:1 document/invalid-value "objectives"'],
  },
  {
    name: 'yes for true',
    why: 'YAML 1.2 reads it as a text',
    text: changed('enabled: true', 'enabled: yes'),
    told: ['a.yaml:7:12 document/invalid-value "yes"'],
    remedy: /true or false/,
  },
  ...['-5', '-0.01', '.nan', '.inf', '-.inf', '1e999', 'true', '"30000"', '"$30000"', '"30,000 USD"'].map((cap) => ({
    name: `a cap of ${cap}`,
    why: 'it is no amount of money',
    text: changed('30000', cap),
    told: [`a.yaml:11:17 document/invalid-value ${JSON.stringify(cap)}`],
    remedy: /Write|Leave/,
  })),
  ...['0', '0.0', '"0 USD"'].map((cap) => ({
    name: `a cap of ${cap}`,
    why: 'zero means no spend: state: paused is the way to say so',
    text: changed('30000', cap),
    told: [`a.yaml:11:17 document/invalid-value ${JSON.stringify(cap)}`],
    remedy: /state: paused/,
  })),
  {
    name: 'a cap in an unknown currency',
    why: 'an amount is worth nothing without one',
    text: changed('30000', '30000 USB'),
    told: ['a.yaml:11:17 document/invalid-value "30000 USB"'],
    remedy: /USD/,
  },
  {
    name: 'a cap with more decimals than its currency',
    why: 'yen have no decimals, so the amount is a mistake',
    text: changed('30000', '30000.50 JPY'),
    told: ['a.yaml:11:17 document/invalid-value "30000.50 JPY"'],
    remedy: /no decimals/,
  },
  {
    name: 'CAPI on without a pixel',
    why: 'every event would be dropped',
    text: changed(/ {2}pixel_id.*\n/, ''),
    told: ['a.yaml:7:12 document/missing-field "true"'],
    remedy: /pixel_id/,
  },
  {
    name: 'CAPI on without a token',
    why: 'every event would be dropped',
    text: changed(/ {2}access_token_vault_id.*\n/, ''),
    told: ['a.yaml:7:12 document/missing-field "true"'],
    remedy: /vault/,
  },
  {
    name: 'agency mode without a Business Center',
    why: 'a partnership has two sides',
    text: changed('mode: byo', 'mode: agency'),
    told: ['a.yaml:4:7 document/missing-field "agency"'],
    remedy: /tiktokBusinessId/,
  },
  {
    name: 'no mode and no ad account',
    why: 'both missing fields are reported together',
    text: HEAD,
    told: ['a.yaml:1:1 document/missing-field "template"'],
    remedy: /mode|adAccountId/,
  },
  {
    name: 'a name with capitals',
    why: 'names become parts of addresses and labels',
    text: changed('acme-ios', 'Acme iOS'),
    told: ['a.yaml:2:7 document/invalid-value "Acme iOS"'],
    remedy: /lowercase letters/,
  },
  {
    name: 'a project that is no id',
    why: 'a name in its place would find nothing',
    text: changed(/254a4ce1\S*/, 'acme'),
    told: ['a.yaml:3:10 document/invalid-value "acme"'],
    remedy: /UUID/,
  },
  {
    name: 'a pin that pins nothing',
    why: 'it looks like protection without being one',
    text: `${WHOLE}pin: {}\n`,
    told: ['a.yaml:12:1 document/invalid-value "pin"'],
    remedy: /name, currency or timezone/,
  },
  {
    name: 'a Spark post twice',
    why: 'its code would be sent twice',
    text: `${WHOLE}spark:\n  - { post: ugc_1, code: "\${SPARK_A}" }\n  - { post: ugc_1, code: "\${SPARK_B}" }\n`,
    told: ['a.yaml:14:13 document/invalid-value "ugc_1"'],
    remedy: /one entry per post/,
  },
  {
    name: 'a Spark code for two posts',
    why: 'a code authorises one post',
    text: `${WHOLE}spark:\n  - { post: ugc_1, code: "\${SPARK_A}" }\n  - { post: ugc_2, code: "\${SPARK_A}" }\n`,
    told: ['a.yaml:14:26 document/invalid-value "\\"${SPARK_A}\\""'],
    remedy: /different code/,
  },
  {
    name: 'a cap that TikTok is to hold, and no cap',
    why: 'a person would be asked to set a budget of nothing',
    text: `${changed(/monthlyCostCap.*\n/, '')}capEnforcement: tiktok\n`,
    told: ['a.yaml:11:17 document/missing-field "tiktok"'],
    remedy: /monthlyCostCap/,
  },
  {
    name: 'two documents in one file',
    why: 'editors check only the first',
    text: `${WHOLE}---\n${WHOLE}`,
    told: ['a.yaml:12:1 document/several "---"'],
    remedy: /own file/,
  },
  {
    name: '%YAML 1.1',
    why: 'it would turn no into false',
    text: `%YAML 1.1\n---\n${WHOLE}`,
    told: ['a.yaml:1:1 document/directive "%YAML 1.1"'],
    remedy: /Remove/,
  },
  {
    name: 'a tag',
    why: 'the parser drops unknown directives with only a warning',
    text: changed('acme-ios', '!secret acme'),
    told: ['a.yaml:2:7 document/syntax "!secret"'],
    remedy: /tag/,
  },
  {
    name: 'an alias without an anchor',
    why: 'a star was meant as text',
    text: changed('acme-ios', '*acme'),
    told: ['a.yaml:2:7 document/aliases "*acme"'],
    remedy: /quotes/,
  },
  {
    name: 'an alias inside its own anchor',
    why: 'it would go round for ever',
    text: changed('capi:', 'capi: &capi\n  event_map: *capi'),
    told: ['a.yaml:7:14 document/aliases "*capi"'],
  },
  {
    name: 'aliases that multiply',
    why: 'a few lines would fill the memory',
    text: `a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]
f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]
g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]
`,
    told: [
      'a.yaml:1:1 document/missing-field "a"',
      'a.yaml:1:1 document/unknown-field "a"',
      'a.yaml:2:1 document/unknown-field "b"',
      'a.yaml:3:1 document/unknown-field "c"',
      'a.yaml:4:1 document/unknown-field "d"',
      'a.yaml:4:29 document/aliases "*c"',
      'a.yaml:5:1 document/unknown-field "e"',
      'a.yaml:6:1 document/unknown-field "f"',
      'a.yaml:7:1 document/unknown-field "g"',
    ],
  },
  {
    name: 'bytes that are not UTF-8',
    why: 'replacement characters would be written back and compared',
    text: new Uint8Array([...new TextEncoder().encode('name: '), 0xe9, 0x0a]),
    told: ['a.yaml:1:7 document/encoding "\ufffd"'],
    remedy: /UTF-8/,
  },
  {
    name: 'a NUL',
    why: 'it cannot be seen',
    text: changed('acme-ios', 'acme\0ios'),
    told: ['a.yaml:2:11 document/syntax "\ufffd"'],
  },
  {
    name: 'a NUL through an escape',
    why: 'the file is clean and the value is not',
    text: `${WHOLE}pin: { advertiser: { name: "A\\0B" } }\n`,
    told: ['a.yaml:12:28 document/invalid-value "\\"A\\\\0B\\""'],
  },
  {
    name: 'text that is displayed in a different order',
    why: 'a reviewer would approve what he does not see',
    text: changed('acme-ios', 'acme\u202eios'),
    told: ['a.yaml:2:11 document/syntax "\ufffd"'],
  },
  {
    name: 'an empty file',
    why: 'an empty answer is not no answer',
    text: '',
    told: ['a.yaml:1:1 document/invalid-value'],
  },
  {
    name: 'a list',
    why: 'a document is a map',
    text: '- a\n',
    told: ['a.yaml:1:1 document/invalid-value "- a"'],
    remedy: /template:/,
  },
];

describe('loadDesired returns problems', () => {
  test.each(cases)('$name: $why', ({ text, told: expected, remedy }) => {
    const problems = problemsIn({ 'a.yaml': text });
    expect(told(problems)).toEqual(expected);
    for (const problem of problems) expect(problem.remedy).toBeTruthy();
    expect(problems.map((problem) => problem.remedy).join('\n')).toMatch(remedy ?? /./);
  });

  test.each([
    ['objectives: [reach, traffic, reach]', '"objectives" contains "reach" more than once.'],
    ['objectives: []', '"objectives" cannot be an empty list.'],
    ['objectives: { reach: traffic }', '"objectives" cannot be a map.'],
    ['objectives: reach', '"objectives" cannot be "reach".'],
    ['extends: [5]', '"extends" has an invalid value.'],
    ['extends: { a: b }', '"extends" cannot be a map.'],
    ['capEnforcement: [tiktok]', '"capEnforcement" cannot be a list.'],
    ['capi: [reach]', '"capi" cannot be a list.'],
  ])('%s: %s', (line, message) => {
    const text = `${WHOLE.replace(/^(objectives|capi):.*\n( .*\n)*/gm, '')}${line}\n`;
    expect(problemsIn({ 'a.yaml': text }).map((problem) => problem.message)).toEqual([message]);
  });

  test('twelve mistakes in one run, in the order of the files', () => {
    const problems = problemsIn({
      'b.yaml': changed('mode: byo', 'mode: x').replace('acme-ios', 'b').replace('video_view', 'y'),
      'a.yaml': changed('enabled: true', 'enabled: 1').replace('30000', '-1'),
    });
    expect(told(problems)).toEqual([
      'a.yaml:7:12 document/invalid-value "1"',
      'a.yaml:11:17 document/invalid-value "-1"',
      'b.yaml:3:10 document/duplicate-project "254a4ce1-f4ca-42b1-9e36-17ca45ef3d39"',
      'b.yaml:4:7 document/invalid-value "x"',
      'b.yaml:5:14 document/duplicate-account "\\"7098765432109876543\\""',
      'b.yaml:10:28 document/invalid-value "y"',
    ]);
    expect(problems.map(({ layer }) => layer)).toEqual(['acme-ios', 'acme-ios', 'b', 'b', 'b', 'b']);
  });

  test('a file of more than 1 MiB is not parsed', () => {
    const started = problemsIn({ 'a.yaml': new Uint8Array(50 * 1024 * 1024) });
    expect(told(started)).toEqual(['a.yaml:1:1 document/too-large']);
  });

  test('two documents with one name, one ad account, one project', () => {
    const problems = problemsIn({ 'a.yaml': WHOLE, 'b.yaml': WHOLE.replace('project: ', 'project: prj_') });
    expect(told(problems)).toEqual([
      'b.yaml:2:7 document/duplicate-name "acme-ios"',
      'b.yaml:3:10 document/duplicate-project "prj_254a4ce1-f4ca-42b1-9e36-17ca45ef3d39"',
      'b.yaml:5:14 document/duplicate-account "\\"7098765432109876543\\""',
    ]);
    for (const { message } of problems) expect(message).toContain('a.yaml');
  });

  const BESIDE = WHOLE.replace('acme-ios', 'acme-android').replace('7098765432109876543', '7098765432109876544');
  const named = (text: string, layer: string) => text.replace('mode: byo', `layer: ${layer}\nmode: byo`);
  const PATH = '/v1/projects/{projectId}/layers/{layerId}/config';

  test.each([
    {
      name: 'neither names its layer',
      first: WHOLE,
      second: BESIDE,
      problem: 'b.yaml:3:10 document/duplicate-project',
    },
    {
      name: 'only the first does',
      first: named(WHOLE, 'lyr_1'),
      second: BESIDE,
      problem: 'b.yaml:3:10 document/duplicate-project',
    },
    {
      name: 'only the second does',
      first: WHOLE,
      second: named(BESIDE, 'lyr_2'),
      problem: 'b.yaml:3:10 document/duplicate-project',
    },
    {
      name: 'both name the same',
      first: named(WHOLE, 'lyr_1'),
      second: named(BESIDE, 'lyr_1'),
      problem: 'b.yaml:4:8 document/duplicate-project "lyr_1"',
    },
    { name: 'each names its own', first: named(WHOLE, 'lyr_1'), second: named(BESIDE, 'lyr_2'), problem: undefined },
  ])('one project for two documents, for any transport: $name', ({ first, second, problem }) => {
    const { transport } = settings({ transport: { kind: 'endpoint', path: PATH, update: 'merge' } });
    for (const changes of [{}, { transport }]) {
      const problems = told(problemsIn({ 'a.yaml': first, 'b.yaml': second }, changes));
      expect(problems).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)]);
    }
  });

  test('of three documents, the one that names no layer is the problem', () => {
    const third = named(BESIDE, 'lyr_3').replace('acme-android', 'acme-tv').replace('876544', '876545');
    const problems = problemsIn({ 'a.yaml': named(WHOLE, 'lyr_1'), 'b.yaml': BESIDE, 'c.yaml': third });
    expect(told(problems).map((line) => line.slice(0, 6))).toEqual(['b.yaml', 'c.yaml']);
  });

  test('twenty thousand brackets do not overflow the parser', () => {
    const problems = problemsIn({ 'a.yaml': `a: ${'['.repeat(20_000)}` });
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['document/syntax']));
  });

  test('a very long line is shown around its place', () => {
    const problems = problemsIn({ 'a.yaml': changed('video_view', `${'app_installs, '.repeat(100)}vide`) });
    const excerpt = problems.find(({ message }) => message.includes('"vide"'))?.excerpt;
    const line = excerpt?.lines.at(-1)?.text ?? '';
    const start = (excerpt?.underline.column ?? 0) - 1;
    expect(line.length).toBeLessThan(170);
    expect(line.slice(start, start + (excerpt?.underline.length ?? 0))).toBe('vide');
  });
});
