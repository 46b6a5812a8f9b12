import { describe, expect, test } from 'vitest';
import { hideSecrets } from '../../src/yaml/secret-patterns.ts';
import { problemsIn, WHOLE } from './harness.ts';

const COMMIT = '4d7a214614ab2935c943f9e0ff69d22eadbb8f32';

/** Secrets are concatenated here, so that no scanner reports this file. */
const joined = (...parts: readonly string[]): string => parts.join('');

/** Made up, in the forms of their issuers. */
const KINDS: readonly { readonly kind: string; readonly secret: string; readonly anywhere: boolean }[] = [
  { kind: 'a Layers API key', secret: 'lp_live_01HX9Y6K7EJ4T2AB_a1B2a1B2a1B2a1B2', anywhere: true },
  { kind: 'a Layers API key', secret: 'lp_abcdefgh1234abcdefgh1234_x', anywhere: true },
  ...['p', 'o', 'u', 's', 'r'].map((letter) => ({
    kind: 'a GitHub token',
    secret: joined(`gh${letter}`, '_16C7e42F292c6912E7710c838347Ae178B4a'),
    anywhere: true,
  })),
  { kind: 'a GitHub token', secret: joined('github_', 'pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz'), anywhere: true },
  { kind: 'a TikTok access token', secret: '0123456789abcdef0123456789abcdef01234567', anywhere: false },
  { kind: 'a TikTok access token', secret: 'act.Xk29dkJw82LkqPzW!4721.va', anywhere: false },
  { kind: 'a Spark code', secret: '#kQ3vX9b+L2/aa81ZZ==', anywhere: false },
  { kind: 'an AWS key', secret: joined('AKIA', 'IOSFODNN7EXAMPLE'), anywhere: true },
  { kind: 'an AWS key', secret: joined('ASIA', 'IOSFODNN7EXAMPLE'), anywhere: true },
  { kind: 'a Google key', secret: joined('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'), anywhere: true },
  { kind: 'a Google key', secret: joined('GOCSPX-', 'abcdefghij1234567890abcdefgh'), anywhere: true },
  { kind: 'a Google key', secret: joined('ya29.', 'a0AfH6SMBxabcdefghijklmnop'), anywhere: true },
  { kind: 'a Slack token', secret: joined('xoxb-', '123456789012-abcdefABCDEF'), anywhere: true },
  { kind: 'a Slack token', secret: joined('xapp-', '1-A012345678-0123456789'), anywhere: true },
  { kind: 'a Slack webhook', secret: joined('hooks.slack.com/', 'services/T000/B000/XXXX'), anywhere: true },
  { kind: 'a Stripe key', secret: joined('sk_live_', '4eC39HqLyjWDarjtT1zdp7dc'), anywhere: true },
  { kind: 'a Stripe key', secret: joined('rk_test_', '4eC39HqLyjWDarjtT1zdp7dc'), anywhere: true },
  { kind: 'a Stripe key', secret: joined('whsec_', 'abcdefghijklmnop1234567890'), anywhere: true },
  { kind: 'a signed token', secret: joined('eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxIn0.abcdef'), anywhere: true },
];

const document = (value: string): string => WHOLE.replace('vault_xyz', JSON.stringify(value));

describe('a secret as a value is refused and never repeated', () => {
  test.each(KINDS)('$kind: $secret', ({ kind, secret }) => {
    const problems = problemsIn({ 'layers/a.yaml': document(secret) });
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      `document/secret: This value looks like ${kind}.`,
    ]);
    expect(JSON.stringify(problems)).not.toContain(secret);
    expect(hideSecrets(`"${secret}"`)).toBe('"•••"');
  });

  test.each(KINDS.filter(({ anywhere }) => anywhere))('$kind within a longer value: $secret', ({ secret }) => {
    const problems = problemsIn({ 'layers/a.yaml': document(`https://${secret}`) });
    expect(problems.map(({ code }) => code)).toEqual(['document/secret']);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  test.each(KINDS)('$kind in a file that is not YAML is not shown: $secret', ({ secret }) => {
    const problems = problemsIn({ 'layers/a.yaml': `${WHOLE}foo: ["${secret}"\n` });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  test('a PEM block is hidden to its end, also if the end is missing', () => {
    const pem = joined(
      '-----BEGIN RSA ',
      'PRIVATE KEY-----\n    MIIEpAIBAAKCAQEA7\n    abcdefgh\n    -----END RSA PRIVATE KEY-----',
    );
    for (const text of [pem, pem.slice(0, 60)]) {
      const problems = problemsIn({ 'layers/a.yaml': WHOLE.replace('vault_xyz', `|\n    ${text}`) });
      expect(problems.map(({ code }) => code)).toContain('document/secret');
      expect(JSON.stringify(problems)).not.toContain('MIIEpAIBAAKCAQEA7');
    }
    expect(hideSecrets(`x ${pem} y`)).toBe('x ••• y');
  });
});

const harmless: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'a commit id in a comment', text: `# moved here in commit ${COMMIT}\n${WHOLE}` },
  { name: 'a commit id behind a value', text: WHOLE.replace('mode: byo', `mode: byo # see ${COMMIT}`) },
  {
    name: 'a commit id in a modeline',
    text: `# yaml-language-server: $schema=https://raw.githubusercontent.com/acme/schemas/${COMMIT}/layer.schema.json\n${WHOLE}`,
  },
  { name: 'a commit id in a URL', text: document(`https://github.com/acme/ads/commit/${COMMIT}`) },
  { name: 'a commit id at the end of a package URL', text: document(`https://cdn.example/gh/acme/schemas@${COMMIT}`) },
  { name: 'a digest of 64 digits', text: document(`${COMMIT}0123456789abcdef01234567`) },
  { name: 'a host that begins with act.', text: document('https://act.example-company.com/x') },
  { name: 'the form of a key, in a comment', text: `# the key begins with lp_live_, as in lp_live_abc\n${WHOLE}` },
];

describe('only values count', () => {
  test.each(harmless)('$name is none', ({ text }) => {
    // No field accepts a URL, so some of these have other problems.
    expect(problemsIn({ 'layers/a.yaml': text }).filter(({ code }) => code === 'document/secret')).toEqual([]);
  });

  test('but an unquoted Spark code, which YAML parses as a comment, is one', () => {
    const text = `${WHOLE}spark:\n  - post: ugc_1\n    code: #kQ3vX9b+L2/aa81ZZ==\n`;
    const problems = problemsIn({ 'layers/a.yaml': text });
    expect(problems.map(({ code }) => code)).toContain('document/secret');
    expect(JSON.stringify(problems)).not.toContain('kQ3vX9b');
  });

  test('a comment with a key is not shown in the excerpt of a mistake below it', () => {
    const text = WHOLE.replace('mode: byo', '# was lp_live_01HX9Y6K7EJ4T2AB_a1B2\nmode: buy');
    const problems = problemsIn({ 'layers/a.yaml': text });
    expect(problems.map(({ code }) => code)).toEqual(['document/invalid-value']);
    expect(JSON.stringify(problems)).not.toContain('lp_live_01');
  });
});
