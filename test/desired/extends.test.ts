import { describe, expect, test } from 'vitest';
import { credentialsBy } from '../../src/settings/index.ts';
import { extendsOf, loadDesired } from '../../src/desired/index.ts';
import { files, HEAD, layersIn, problemsIn, settings, told, WHOLE } from './harness.ts';

const DOCUMENT = `${HEAD}extends: ../defaults/ios.yaml\nadAccountId: "7098765432109876543"\n`;

describe('extends', () => {
  test('null as extends inherits nothing', () => {
    expect(problemsIn({ 'layers/a.yaml': `${WHOLE}extends: null\nlayer: null\n` })).toEqual([]);
  });

  test('maps merge, lists are replaced, the document wins, null removes', () => {
    const [layer] = layersIn({
      'layers/a.yaml': `${HEAD}extends: [../defaults/all.yaml, ../defaults/ios.yaml]
adAccountId: "7098765432109876543"
capi:
  access_token_vault_id: vault_acme
  event_map: { level_complete: null, quest: Search }
objectives: [video_view]
capEnforcement: null
`,
      'defaults/all.yaml': `mode: byo
monthlyCostCap: 100
capEnforcement: tiktok
objectives: [app_installs, traffic]
capi: { enabled: true, pixel_id: AAAAAAAAAAAA, event_map: { level_complete: Purchase, tip: Purchase } }
`,
      'defaults/ios.yaml': 'monthlyCostCap: 200\ncapi: { pixel_id: BBBBBBBBBBBB }\n',
    });
    expect(layer?.fields).toEqual({
      mode: 'byo',
      adAccountId: '7098765432109876543',
      'capi.enabled': true,
      'capi.pixel_id': 'BBBBBBBBBBBB',
      'capi.access_token_vault_id': 'vault_acme',
      'capi.event_map': { quest: 'Search', tip: 'Purchase' },
      objectives: ['video_view'],
      monthlyCostCap: 200,
    });
    expect(layer?.cap).toEqual({ written: 'bare', wire: 200, text: '200', inherited: true });
    expect(layer?.location['monthlyCostCap']).toEqual({ file: 'defaults/ios.yaml', line: 1, column: 17 });
    expect(layer?.location['capi.enabled']).toEqual({ file: 'defaults/all.yaml', line: 5, column: 18 });
    expect(layer?.location['capEnforcement']).toBeUndefined();
  });

  test('fragments extend fragments, and a diamond is not a cycle', () => {
    const [layer] = layersIn({
      'layers/a.yaml': `${HEAD}extends: ["..\\\\defaults\\\\left.yaml", ../defaults/right.yaml]\nadAccountId: "7098765432109876543"\n`,
      'defaults/left.yaml': 'extends: base.yaml\nstate: paused\n',
      'defaults/right.yaml': 'extends: ./base.yaml\nprotected: true\n',
      'defaults/base.yaml': 'mode: byo\nstate: active\n',
    });
    expect(layer?.fields['state']).toBe('active');
    expect(layer?.protected).toBe(true);
  });

  test('a shared file among the documents is a fragment if it names no layer', () => {
    const shared = { 'layers/shared.yaml': 'template: tiktok-ads\nmode: byo\n' };
    const document = DOCUMENT.replace('../defaults/ios.yaml', 'shared.yaml');
    expect(layersIn({ ...shared, 'layers/a.yaml': document })).toHaveLength(1);
    expect(told(problemsIn(shared))).toContain('layers/shared.yaml:1:1 document/missing-field "template"');
  });

  const wrong: readonly { name: string; texts: Record<string, string>; told: readonly string[]; remedy: RegExp }[] = [
    {
      name: 'a file that is not there',
      texts: { 'layers/a.yaml': DOCUMENT },
      told: ['layers/a.yaml:4:10 document/extends "../defaults/ios.yaml"'],
      remedy: /path/,
    },
    {
      name: 'a path out of the root',
      texts: { 'layers/a.yaml': DOCUMENT.replace('../', '../../') },
      told: ['layers/a.yaml:4:10 document/extends "../../defaults/ios.yaml"'],
      remedy: /repository/,
    },
    {
      name: 'an absolute path',
      texts: { 'layers/a.yaml': DOCUMENT.replace('../', '/') },
      told: ['layers/a.yaml:4:10 document/extends "/defaults/ios.yaml"'],
      remedy: /relative/,
    },
    {
      name: 'an absolute path of Windows',
      texts: { 'layers/a.yaml': DOCUMENT.replace('../', 'C:\\') },
      told: ['layers/a.yaml:4:10 document/extends "C:\\\\defaults/ios.yaml"'],
      remedy: /relative/,
    },
    {
      name: 'a URL',
      texts: { 'layers/a.yaml': DOCUMENT.replace('../', 'https://example.com/') },
      told: ['layers/a.yaml:4:10 document/extends "https://example.com/defaults/ios.yaml"'],
      remedy: /relative/,
    },
    {
      name: 'itself',
      texts: { 'layers/a.yaml': DOCUMENT.replace('../defaults/ios.yaml', './a.yaml') },
      told: ['layers/a.yaml:4:10 document/extends "./a.yaml"'],
      remedy: /Remove/,
    },
    {
      name: 'a circle',
      texts: {
        'layers/a.yaml': DOCUMENT,
        'defaults/ios.yaml': 'extends: base.yaml\n',
        'defaults/base.yaml': 'mode: byo\nextends: ios.yaml\n',
      },
      told: ['defaults/ios.yaml:1:10 document/extends "base.yaml"'],
      remedy: /Remove/,
    },
    {
      name: "another layer's document",
      texts: { 'layers/a.yaml': DOCUMENT.replace('../defaults/ios.yaml', 'b.yaml'), 'layers/b.yaml': OTHER() },
      told: ['layers/a.yaml:4:10 document/extends "b.yaml"'],
      remedy: /fragment/,
    },
    {
      name: 'a fragment that names a layer',
      texts: { 'layers/a.yaml': DOCUMENT, 'defaults/ios.yaml': 'mode: byo\nname: ios\n' },
      told: ['defaults/ios.yaml:2:1 document/unknown-field "name"'],
      remedy: /document of the layer/,
    },
    {
      name: 'a fragment with a mistake, reported once for two documents',
      texts: { 'layers/a.yaml': DOCUMENT, 'layers/b.yaml': OTHER(DOCUMENT), 'defaults/ios.yaml': 'mode: bio\n' },
      told: ['defaults/ios.yaml:1:7 document/invalid-value "bio"'],
      remedy: /"byo"/,
    },
    {
      name: 'a fragment that is not YAML: its fields are not reported as missing',
      texts: { 'layers/a.yaml': DOCUMENT, 'defaults/ios.yaml': 'mode: [byo\n' },
      told: ['defaults/ios.yaml:2:1 document/syntax ""'],
      remedy: /line/,
    },
    {
      name: 'a number',
      texts: { 'layers/a.yaml': WHOLE + 'extends: 5\n' },
      told: ['layers/a.yaml:12:10 document/invalid-value "5"'],
      remedy: /path/,
    },
  ];

  test.each(wrong)('$name is a problem', ({ texts, told: expected, remedy }) => {
    const problems = problemsIn(texts);
    expect(told(problems)).toEqual(expected);
    expect(problems[0]?.remedy).toMatch(remedy);
  });

  test('an unreadable fragment is reported at its extends, with the reason', () => {
    const found = [
      ...files({ 'layers/a.yaml': DOCUMENT }),
      {
        filePath: 'defaults/ios.yaml',
        role: 'fragment' as const,
        problem: { code: 'document/unreadable' as const, message: 'defaults/ios.yaml is a link that leads out.' },
      },
    ];
    const loaded = loadDesired(found, credentialsBy(settings()));
    const problems = loaded.ok ? [] : loaded.problems;
    expect(told(problems)).toEqual(['layers/a.yaml:4:10 document/extends "../defaults/ios.yaml"']);
    expect(problems[0]?.message).toContain('leads out');
  });

  test('extendsOf returns the files to read, and nothing outside the root', () => {
    const [file] = files({
      'layers/ios/a.yaml': 'extends: ["../base.yaml", "../../../x.yaml", "..\\\\..\\\\d\\\\e.json"]\n',
    });
    expect(file && extendsOf(file)).toEqual(['layers/base.yaml', 'd/e.json']);
  });
});

/** The document of a different layer. */
function OTHER(text = WHOLE): string {
  return text
    .replace('acme-ios', 'other')
    .replace('254a', '154a')
    .replace('7098765432109876543', '7098765432109876544');
}
