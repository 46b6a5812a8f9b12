import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskerOf } from '../../src/model/index.ts';

const KEY = 'lp_live_01HX9Y6K7EJ4T2AB_Qx/Wh+ZGRp=bjpv cGVuIHNl"c2Ft';
const mask = maskerOf([KEY]);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const lower = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
const every = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

const forms: readonly { readonly form: string; readonly write: (secret: string) => string }[] = [
  { form: 'as it is', write: (secret) => secret },
  { form: 'in JSON', write: (secret) => JSON.stringify(secret) },
  { form: 'in JSON in JSON', write: (secret) => JSON.stringify(JSON.stringify(secret)) },
  { form: 'in JSON that escapes slashes', write: (secret) => JSON.stringify(secret).replaceAll('/', '\\/') },
  { form: 'in a URL', write: encodeURIComponent },
  { form: 'in a URL, in lowercase', write: (secret) => lower(encodeURIComponent(secret)) },
  { form: 'in a URL in a URL', write: (secret) => encodeURIComponent(encodeURIComponent(secret)) },
  { form: 'in a path', write: encodeURI },
  { form: 'in a URL that escapes everything', write: every },
  { form: 'in a URL that escapes everything, in lowercase', write: (secret) => lower(every(secret)) },
  { form: 'in a form', write: (secret) => new URLSearchParams({ a: secret }).toString() },
  { form: 'in hexadecimal', write: (secret) => Buffer.from(secret).toString('hex') },
  { form: 'in uppercase hexadecimal', write: (secret) => Buffer.from(secret).toString('hex').toUpperCase() },
  ...['', 'a', 'ab', 'abc', 'user:', 'Bearer '].flatMap((before) => [
    { form: `in base64 behind "${before}"`, write: (secret: string) => base64(`${before}${secret}:x`) },
    {
      form: `in base64 for URLs behind "${before}"`,
      write: (secret: string) => Buffer.from(`${before}${secret}`).toString('base64url'),
    },
  ]),
  { form: 'cut behind 16 characters', write: (secret) => secret.slice(0, 16) },
  { form: 'cut behind 30 characters', write: (secret) => `${secret.slice(0, 30)}…` },
  { form: 'in base64, cut', write: (secret) => base64(`x${secret}`).slice(0, 20) },
  {
    form: 'between others of its beginning',
    write: (secret) => `${secret.slice(0, 20)}${secret}${secret.slice(0, 7)}`,
  },
];

describe('a secret is masked in every form', () => {
  test.each(forms)('$form', ({ write }) => {
    const text = `before ${write(KEY)} after`;
    const shown = mask(text);
    expect(shown).toMatch(/^before .*•••.* after$/s);
    // The text around the mask: that around the secret, and characters that base64 shares with it.
    expect(shown.replace('before ', '').replace(' after', '').replaceAll('•••', '').length).toBeLessThan(14);
  });

  test('a common prefix of many secrets is not a secret', () => {
    for (const text of ['lp_live_', KEY.slice(0, 15)]) expect(mask(text)).toBe(text);
  });

  test('a Spark code also without its #', () => {
    expect(maskerOf(['#kQ3vX9b+L2'])('code=kQ3vX9b+L2, code=%23kQ3vX9b%2BL2')).toBe('code=•••, code=•••');
  });

  test('no secrets, no change', () => {
    expect(maskerOf([])('text')).toBe('text');
    expect(maskerOf([''])('text')).toBe('text');
  });
});

describe('laws', () => {
  const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'binary' });

  test('no secret is left, for any text and any number of them', () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.array(fc.string()), (secrets, between) => {
        const text = secrets.map((each, at) => `${between[at] ?? ''}${each}${each}`).join('');
        const shown = maskerOf(secrets)(text);
        // The mask itself is three characters that a secret can contain too.
        for (const each of secrets) if (!each.includes('•')) expect(shown).not.toContain(each);
      }),
    );
  });

  test('a text without the first characters of any form stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/[0-9A-Za-z+/%\\#"_-]{8}/.test(text));
        expect(mask(text)).toBe(text);
      }),
    );
  });
});

describe('long texts', () => {
  const many = Array.from({ length: 200 }, (_, at) => `lp_live_01HX9Y6K7EJ4T2${at}_Qx${at}${'a'.repeat(40)}`);
  const maskMany = maskerOf(many);

  test.each(['a', 'lp_live_', 'lp_live_01HX9', '%', '\\', '"', '=', '2', 'bHBf'])('of %j are read once', (part) => {
    const text = part.repeat((256 * 1024) / part.length);
    expect(maskMany(text)).toBe(text);
  });

  test('of nothing but secrets are one mask', () => {
    expect(maskerOf(['a'.repeat(40)])('a'.repeat(256 * 1024))).toBe('•••');
  });
});
