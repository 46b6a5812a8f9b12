import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadDocuments, type LoadedDocuments } from '../../src/desired/index.ts';
import { credentialsBy } from '../../src/settings/index.ts';
import { files, settings } from './harness.ts';

/** A valid document, whose ids are made from its number. */
function document(n: number, more = ''): string {
  return `template: tiktok-ads
name: client-${n}
project: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d${n + 10}
mode: byo
adAccountId: "70987654321098765${n + 10}"
${more}`;
}

const load = (texts: Readonly<Record<string, string | Uint8Array>>): LoadedDocuments =>
  loadDocuments(files(texts), credentialsBy(settings()));

const codes = ({ invalid, problemsOf }: LoadedDocuments, names = invalid.map(({ name }) => name)) =>
  problemsOf(invalid.filter(({ name }) => names.includes(name))).map(({ code }) => code);

const one = { 'layers/1.yaml': document(1) };
const extended = (path: string) => `extends: ${path}\n`;

describe('a mistake stops the documents that depend on it, and no other', () => {
  test.each([
    {
      name: 'a syntax error',
      why: 'the document is known by its file',
      texts: { 'layers/2.yaml': 'name: [\n' },
      invalid: ['layers/2.yaml'],
      told: ['document/syntax'],
    },
    {
      name: 'an unknown key',
      why: 'the document has a name',
      texts: { 'layers/2.yaml': document(2, 'capx: 5\n') },
      invalid: ['client-2'],
      told: ['document/unknown-field'],
    },
    {
      name: 'a file that is not UTF-8',
      why: 'the document is known by its file',
      texts: { 'layers/2.yaml': new Uint8Array([0xff]) },
      invalid: ['layers/2.yaml'],
      told: ['document/encoding'],
    },
    {
      name: 'a fragment with a mistake',
      why: 'all documents that extend it are stopped, also through a second fragment',
      texts: {
        'layers/2.yaml': document(2, extended('../defaults/a.yaml')),
        'layers/3.yaml': document(3, extended('../defaults/b.yaml')),
        'defaults/b.yaml': extended('a.yaml'),
        'defaults/a.yaml': 'capx: 5\n',
      },
      invalid: ['client-2', 'client-3'],
      told: ['document/unknown-field'],
    },
    {
      name: 'a value of a fragment that is wrong in one document',
      why: 'the others that extend it are valid',
      texts: {
        'layers/2.yaml': document(2, extended('../defaults/a.yaml')).replace('mode: byo', 'mode: agency'),
        'layers/3.yaml': document(3, extended('../defaults/a.yaml')),
        'defaults/a.yaml': 'capi: { enabled: true, pixel_id: C4A9P2Q7R5S8T1U6V2W0, access_token_vault_id: v }\n',
      },
      invalid: ['client-2'],
      told: ['document/missing-field'],
    },
    {
      name: 'a missing fragment',
      why: 'values of the document are unknown',
      texts: { 'layers/2.yaml': document(2, extended('../defaults/a.yaml')) },
      invalid: ['client-2'],
      told: ['document/extends'],
    },
    {
      name: 'a cycle',
      why: 'every document that reaches it is stopped',
      texts: {
        'layers/2.yaml': document(2, extended('../defaults/a.yaml')),
        'layers/3.yaml': document(3, extended('../defaults/b.yaml')),
        'defaults/a.yaml': extended('b.yaml'),
        'defaults/b.yaml': extended('a.yaml'),
      },
      invalid: ['client-2', 'client-3'],
      told: ['document/extends'],
    },
    {
      name: 'two fragments that extend each other, and no document',
      why: 'no file disappears',
      texts: { 'layers/a.yaml': extended('b.yaml'), 'layers/b.yaml': extended('a.yaml') },
      invalid: ['layers/b.yaml'],
      told: ['document/extends'],
    },
    {
      name: 'one name in two documents',
      why: 'both are stopped, known by their files',
      texts: { 'layers/2.yaml': document(2), 'layers/3.yaml': document(3).replace('client-3', 'client-2') },
      invalid: ['layers/2.yaml', 'layers/3.yaml'],
      told: ['document/duplicate-name'],
    },
    {
      name: 'one ad account in three documents',
      why: 'all are stopped',
      texts: {
        'layers/2.yaml': document(2),
        'layers/3.yaml': document(3).replace('7098765432109876513', '7098765432109876512'),
        'layers/4.yaml': document(4).replace('7098765432109876514', '7098765432109876512'),
      },
      invalid: ['client-2', 'client-3', 'client-4'],
      told: ['document/duplicate-account', 'document/duplicate-account'],
    },
    {
      name: 'a project of two documents, and a third one that names no layer',
      why: 'it could be either of them',
      texts: {
        'layers/2.yaml': document(2, 'layer: lyr_1\n'),
        'layers/3.yaml': document(3, 'layer: lyr_2\n').replace('45ef3d13', '45ef3d12'),
        'layers/4.yaml': document(4).replace('45ef3d14', '45ef3d12'),
      },
      invalid: ['client-2', 'client-3', 'client-4'],
      told: ['document/duplicate-project'],
    },
    {
      name: 'an invalid document with the ad account of a valid one',
      why: 'the valid one would be written for both',
      texts: { 'layers/2.yaml': document(2), 'layers/3.yaml': document(3, 'capx: 5\n').replace('76513', '76512') },
      invalid: ['client-2', 'client-3'],
      told: ['document/duplicate-account', 'document/unknown-field'],
    },
  ])('$name: $why', ({ texts, invalid, told }) => {
    const loaded = load({ ...one, ...texts });
    expect(loaded.invalid.map(({ name }) => name)).toEqual(invalid);
    expect(loaded.layers.map(({ name }) => name)).toContain('client-1');
    expect(codes(loaded)).toEqual(told);
    for (const { name } of loaded.invalid) expect(codes(loaded, [name]), name).not.toEqual([]);
  });
});

test('the problems of some documents do not contain those of others', () => {
  const loaded = load({ ...one, 'layers/2.yaml': document(2, 'capx: 5\n'), 'layers/3.yaml': 'name: [\n' });
  expect(codes(loaded, ['client-2'])).toEqual(['document/unknown-field']);
  expect(codes(loaded, ['layers/3.yaml'])).toEqual(['document/syntax']);
});

const MISTAKES = ['name: [\n', 'capx: 5\n', '', 'extends: ../defaults/none.yaml\n', '- a list\n'] as const;

test('law: any set of invalid documents leaves the others as if those did not exist', () => {
  const anyMistakes = fc.array(fc.constantFrom(undefined, ...MISTAKES), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(anyMistakes, (mistakes) => {
      const valid = mistakes.flatMap((mistake, n) => (mistake === undefined ? [n] : []));
      const only = Object.fromEntries(valid.map((n) => [`layers/${n}.yaml`, document(n)]));
      const texts = mistakes.map((mistake, n): [string, string] => [`layers/${n}.yaml`, mistake ?? document(n)]);
      const loaded = load(Object.fromEntries(texts));
      expect(loaded.layers).toEqual(load(only).layers);
      expect(loaded.layers.length + loaded.invalid.length).toBe(6);
    }),
    { numRuns: 50 },
  );
});
