import { expect, test } from 'vitest';
import { loadSettings } from '../../src/settings/index.ts';
import { problemsIn, WHOLE } from './harness.ts';

/** Values of an unknown key that have no content. */
const VALUES = ['', 'null', '~', '""', '{}', '[]', '{ a: null }', '[null]', '0', 'false', 'word'];

const EXTRAS = 'pin: { advertiser: { name: Acme } }\nsharing: { identities: ["70001"] }\n';

/** Each kind of place for a key, in a document or in a fragment. */
const PLACES: Readonly<Record<string, (line: string) => Readonly<Record<string, string>>>> = {
  'the top of a document': (line) => ({ 'a.yaml': `${WHOLE}${line}\n` }),
  capi: (line) => ({ 'a.yaml': WHOLE.replace('capi:\n', `capi:\n  ${line}\n`) }),
  sharing: (line) => ({ 'a.yaml': `${WHOLE}${EXTRAS.replace('{ identities', `{ ${line}, identities`)}` }),
  advertiser: (line) => ({ 'a.yaml': `${WHOLE}${EXTRAS.replace('{ name', `{ ${line}, name`)}` }),
  'the top of a fragment': (line) => ({
    'a.yaml': `${WHOLE}extends: defaults/a.yaml\n`,
    'defaults/a.yaml': `objectives: [app_installs]\n${line}\n`,
  }),
  'capi of a fragment': (line) => ({
    'a.yaml': `${WHOLE}extends: defaults/a.yaml\n`,
    'defaults/a.yaml': `capi:\n  ${line}\n`,
  }),
};

test.each(Object.entries(PLACES))('an unknown key in %s is a problem with any value', (_, write) => {
  for (const value of VALUES) {
    const codes = problemsIn(write(`strange: ${value}`)).map(({ code }) => code);
    expect(codes, `strange: ${value}`).toContain('document/unknown-field');
    expect(codes.filter((code) => code === 'document/unknown-field')).toHaveLength(1);
  }
});

test.each(['', 'github:\n  ', 'policies:\n  '])('and so is one in the settings, below %j', (above) => {
  for (const value of VALUES) {
    const bytes = new TextEncoder().encode(`${above}strange: ${value}\n`);
    const loaded = loadSettings({ filePath: 'reconcile.yaml', bytes }, {});
    expect(loaded.ok ? [] : loaded.problems.map(({ code }) => code), value).toContain('document/unknown-field');
  }
});

test.each(['tiktokBusinessId', 'capi', 'objectives', 'monthlyCostCap'])('null removes a known %s', (key) => {
  const document = WHOLE.replace(new RegExp(`^${key}:.*(\\n  .*)*\\n`, 'm'), '');
  expect(problemsIn({ 'a.yaml': `${document}${key}: null\n` })).toEqual([]);
});
