import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globFault, globFolders, globMatcher, globReach } from '../../src/settings/index.ts';

const DEFAULT = 'layers/**/*.{yaml,yml,json}';

const cases: readonly [glob: string, address: string, meant: boolean, why: string][] = [
  [DEFAULT, 'layers/a.yaml', true, '** is also no folder'],
  [DEFAULT, 'layers/x/y/a.yml', true, '** is any number of folders'],
  [DEFAULT, 'layers/a.yaml.bak', false, 'the end counts'],
  [DEFAULT, 'other/layers/a.yaml', false, 'the beginning counts'],
  [DEFAULT, 'Layers/a.yaml', false, 'case counts'],
  ['clients/acme/**', 'clients/acme/ios/a.yaml', true, '** at the end is everything below'],
  ['clients/acme/**', 'clients/acme2/a.yaml', false, 'a folder is named whole'],
  ['*.yaml', 'a/b.yaml', false, '* stays in its folder'],
  ['a?c.yaml', 'abc.yaml', true, '? is one letter'],
  ['a?c.yaml', 'ac.yaml', false, '? is not nothing'],
  ['**/a/**/b', 'x/a/y/a/z/b', true, 'it may have to begin again'],
  ['**/a/*/b', 'a/a/a/b', true, 'the first a is not the one'],
  ['{a,b/{c,d}}/*.yaml', 'b/d/x.yaml', true, 'braces nest'],
  ['a.b', 'aXb', false, 'a dot is a dot'],
  ['./layers/*.yaml', 'layers/a.yaml', true, './ says nothing'],
];

describe('a glob', () => {
  test.each(cases)('%s, %s: %s, for %s', (glob, address, meant) => {
    expect(globMatcher(glob)(address)).toBe(meant);
  });

  test.each([
    ['', 'empty'],
    ['/etc/*', 'absolute'],
    ['C:/x', 'absolute'],
    ['../x/*', 'leaves'],
    ['a\\b', 'backslash'],
    ['a{b', 'braces'],
    ['a}b', 'braces'],
    ['{a,b}'.repeat(30), 'alternatives'],
    [`${'x'.repeat(900)}{${'a,'.repeat(40)}}`, 'alternatives'],
    [`{${'a,'.repeat(300)}b}`, 'alternatives'],
    ['{a,b}'.repeat(100_000), 'characters'],
    ['{a,'.repeat(100_000), 'characters'],
    ['{'.repeat(100_000), 'characters'],
    ['{a,'.repeat(300), 'braces'],
    ['layers/[a-z]*.yaml', 'brackets'],
    ['layers/a].yaml', 'brackets'],
    ['!layers/old/**', '"!"'],
    ['{layers/**/*.yaml,!layers/old/**}', '"!"'],
    ['layers/!(old)/*.yaml', 'parentheses'],
    ['layers/@(acme|beta).yaml', 'parentheses'],
    ['layers/+(a).yaml', 'parentheses'],
    ['layers/?(a).yaml', 'parentheses'],
    ['layers/*(a).yaml', 'parentheses'],
    ['layers/{1..3}.yaml', 'range'],
    ['layers/{a..c,x}.yaml', undefined],
    ['layers (old)/a..b!.yaml', undefined],
    [`${'{a,'.repeat(240)}${'}'.repeat(240)}`, undefined],
  ])('%.20s has a fault: %s', (glob, fault) => {
    expect(globFault(glob) ?? 'none').toContain(fault ?? 'none');
    expect(globMatcher(glob)('a/b')).toBe(false);
  });

  test('returns the folders above all of its files', () => {
    expect(globFolders(DEFAULT)).toEqual(['layers']);
    expect(globFolders('{clients/*,shared/x}/l.yaml')).toEqual(['clients', 'shared/x']);
    expect(globFolders('*.yaml')).toEqual(['']);
  });

  test('law: reaches every folder above a file that it matches', () => {
    const part = fc.constantFrom('a', 'b', '*', '?', '**', 'a*', '{a,b}', '{a/b,**}', '{,a}');
    const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const filePath = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(glob, filePath, (pattern, names) => {
        fc.pre(globMatcher(pattern)(names.join('/')));
        const above = names.map((_, length) => names.slice(0, length).join('/'));
        expect(above.filter((folder) => !globReach(pattern)(folder))).toEqual([]);
      }),
    );
  });

  test.each([
    { glob: `${'*a'.repeat(60)}*b`, address: 'a'.repeat(4000) },
    { glob: `${'**/a/'.repeat(40)}b`, address: 'a/'.repeat(400) },
    { glob: `{${'*a'.repeat(30)},${'*aa'.repeat(30)}}{b,c}`, address: 'a'.repeat(4000) },
  ])('with many stars ends: $glob', ({ glob, address }) => {
    expect(globMatcher(glob)(address)).toBe(false);
  });
});
