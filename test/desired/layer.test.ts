import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DesiredLayer } from '../../src/model/index.ts';
import { offlineChecks } from '../../src/operations/index.ts';
import { HEAD, layersIn, problemsIn, settings, WHOLE } from './harness.ts';

const EVERYTHING = `# yaml-language-server: $schema=layer.schema.json
template: 1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d
name: acme-ios
project: prj_01ARZ3NDEKTSV4RRFFQ69G5FAV
app: app_8ffb9410eb0eb848264f8a65
mode: agency
tiktokBusinessId: "7012345678901234567"
adAccountId: '7098765432109876543'
capi: &capi
  enabled: true
  pixel_id: C4A9P2Q7R5S8T1U6V2W0
  access_token_vault_id: vault_xyz
  event_map: { z: Search, level_complete: CompleteRegistration }
objectives: [video_view, app_installs]
monthlyCostCap: 30000.5 USD
capEnforcement: none
spark:
  - { post: ugc_01J, item: "7301234567890123456", code: "\${SPARK_ACME_1}" }
  - post: ugc_02J
    code: \${SPARK_ACME_2}
sharing: { identities: ["7000000002", "7000000001"] }
pin: { advertiser: { name: Acme iOS, currency: USD, timezone: America/New_York } }
protected: true
state: active
`;

const JSON_BY_HAND = `{
  "template": "tiktok-ads",
  "name": "acme-ios",
  "project": "254a4ce1-f4ca-42b1-9e36-17ca45ef3d39",
  "mode": "byo",
  "tiktokBusinessId": "7012345678901234567",
  "adAccountId": "7098765432109876543",
  "capi": {
    "enabled": true,
    "pixel_id": "C4A9P2Q7R5S8T1U6V2W0",
    "access_token_vault_id": "vault_xyz"
  },
  "objectives": ["app_installs", "video_view"],
  "monthlyCostCap": 30000
}
`;

const without = ({ location: _where, ...layer }: DesiredLayer) => layer;

describe('a desired layer', () => {
  test('is checked offline without its locations: each would parse the document again', () => {
    const unlocated = layersIn({ 'layers/a.yaml': WHOLE }).map((layer) => ({
      ...layer,
      get location(): never {
        throw new Error('A location was read.');
      },
    }));
    const workspace = { desired: unlocated, files: [], settings: settings(), settingsFile: 'reconcile.yaml' };
    expect(offlineChecks(workspace).layers).toHaveLength(1);
  });

  test('holds every field by its path', () => {
    const [layer] = layersIn({ 'layers/a.yaml': EVERYTHING });
    expect(layer && without(layer)).toEqual({
      name: 'acme-ios',
      file: 'layers/a.yaml',
      template: '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d',
      project: 'prj_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      app: 'app_8ffb9410eb0eb848264f8a65',
      fields: {
        mode: 'agency',
        tiktokBusinessId: '7012345678901234567',
        adAccountId: '7098765432109876543',
        'capi.pixel_id': 'C4A9P2Q7R5S8T1U6V2W0',
        'capi.access_token_vault_id': 'vault_xyz',
        'capi.enabled': true,
        objectives: ['app_installs', 'video_view'],
        monthlyCostCap: '30000.50 USD',
        'capi.event_map': { level_complete: 'CompleteRegistration', z: 'Search' },
        capEnforcement: 'none',
        spark: [{ post: 'ugc_01J', item: '7301234567890123456' }, { post: 'ugc_02J' }],
        'sharing.identities': ['7000000001', '7000000002'],
        state: 'active',
      },
      cap: { written: 'money', money: { minor: 3_000_050, currency: 'USD' } },
      spark: [
        { post: 'ugc_01J', item: '7301234567890123456', variable: 'SPARK_ACME_1' },
        { post: 'ugc_02J', variable: 'SPARK_ACME_2' },
      ],
      pin: { name: 'Acme iOS', currency: 'USD', timezone: 'America/New_York' },
      protected: true,
      credentials: { layers: 'LAYERS_API_KEY', tiktok: 'TIKTOK_ACCESS_TOKEN' },
    });
    expect(layer?.location['']).toEqual({ file: 'layers/a.yaml', line: 1, column: 1 });
    expect(layer?.location['capi']).toEqual({ file: 'layers/a.yaml', line: 9, column: 1 });
    expect(layer?.location['spark.1.code']).toEqual({ file: 'layers/a.yaml', line: 20, column: 11 });
    expect(layer?.location['pin.advertiser.currency']).toEqual({ file: 'layers/a.yaml', line: 22, column: 48 });
  });

  test('the config of the setup page, pasted between braces, as JSON and as YAML', () => {
    const [json] = layersIn({ 'layers/a.json': JSON_BY_HAND });
    const [yaml] = layersIn({ 'layers/a.json': `# pasted\n---\n${JSON_BY_HAND}` });
    const [block] = layersIn({ 'layers/a.json': `${WHOLE}tiktokBusinessId: "7012345678901234567"\n` });
    expect(json && without(json)).toEqual(block && without(block));
    expect(yaml && without(yaml)).toEqual(block && without(block));
  });

  test('an absent field is undefined, not false and not empty', () => {
    const [layer] = layersIn({ 'layers/a.yaml': `${HEAD}mode: byo\nadAccountId: "7098765432109876543"\nstate: ~\n` });
    expect(layer?.fields).toEqual({ mode: 'byo', adAccountId: '7098765432109876543' });
    expect(layer).not.toHaveProperty('cap');
    expect(layer).not.toHaveProperty('pin');
    expect(layer?.location).not.toHaveProperty('state');
  });

  test('an empty event map is written, and stays empty', () => {
    const [layer] = layersIn({ 'layers/a.yaml': WHOLE.replace('capi:', 'capi:\n  event_map: {}') });
    expect(layer?.fields['capi.event_map']).toEqual({});
  });

  test('anchors and aliases expand to their values', () => {
    const map = Array.from({ length: 300 }, (_, index) => `    e${index}: *to`).join('\n');
    const text = WHOLE.replace('capi:', `capi:\n  event_map:\n    first: &to Purchase\n${map}`);
    const [layer] = layersIn({ 'layers/a.yaml': text });
    expect(Object.keys(layer?.fields['capi.event_map'] ?? {})).toHaveLength(301);
  });

  test('layers are sorted by name', () => {
    const layer = (name: string, digit: number) =>
      WHOLE.replace('acme-ios', name)
        .replace('254a', `254${digit}`)
        .replace('7098765432109876543', `709876543210987654${digit}`);
    const layers = layersIn({ 'layers/1.yaml': layer('b', 1), 'layers/2.yaml': layer('a', 2) });
    expect(layers.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('credentials are those of the first rule that matches', () => {
    const credentials = [
      { match: 'clients/acme/**', layers: 'ACME_LAYERS', tiktok: 'ACME_TIKTOK' },
      { match: 'clients/**', layers: 'ALL_LAYERS', tiktok: 'ALL_TIKTOK' },
    ];
    const named = (filePath: string) =>
      layersIn({ [filePath]: WHOLE }, settings({ credentials }))[0]?.credentials.layers;
    expect(named('clients/acme/ios/a.yaml')).toBe('ACME_LAYERS');
    expect(named('clients/other/a.yaml')).toBe('ALL_LAYERS');
    expect(named('layers/a.yaml')).toBe('LAYERS_API_KEY');
  });

  test('how it is written means nothing: line ends, byte order mark, comments, quotes, order of keys', () => {
    const [meant] = layersIn({ 'layers/a.yaml': EVERYTHING });
    const chunks = EVERYTHING.split(/\n(?=\S)/).map((chunk) => chunk.replace(/\n$/, ''));
    const writing = fc.record({
      order: fc.shuffledSubarray(chunks, { minLength: chunks.length, maxLength: chunks.length }),
      crlf: fc.boolean(),
      bom: fc.boolean(),
      comment: fc.boolean(),
      quotes: fc.boolean(),
    });
    fc.assert(
      fc.property(writing, ({ order, crlf, bom, comment, quotes }) => {
        const lines = `${order.join(comment ? '\n# why\n\n' : '\n')}\n`;
        const quoted = quotes
          ? lines.replaceAll("'7098765432109876543'", '"7098765432109876543"').replace('byo', '"byo"')
          : lines;
        const text = `${bom ? '\ufeff' : ''}${crlf ? quoted.replaceAll('\n', '\r\n') : quoted}`;
        const [layer] = layersIn({ 'layers/a.yaml': text });
        expect(layer && without(layer)).toEqual(meant && without(meant));
        // Byte for byte too: digests are made of it.
        expect(JSON.stringify(layer && without(layer))).toBe(JSON.stringify(meant && without(meant)));
      }),
      { numRuns: 60 },
    );
  });

  test('no text makes the loader throw', () => {
    const pieces = fc.constantFrom(
      'capi:',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '&a',
      '*a',
      '!',
      '%',
      '|',
      '>',
      ': ',
      '#',
      'a',
      '0',
      '\t',
      '\0',
      '${',
      '---\n',
      '? ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        // No such text is a layer, so there must be a problem.
        expect(problemsIn({ 'layers/a.yaml': parts.join('') })).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
