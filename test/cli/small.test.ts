import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllowances } from '../../src/cli/options.ts';
import { guarded, redactDeep, redactor } from '../../src/io/redact.ts';
import { type Ending, exitCode } from '../../src/operations/exit.ts';
import { isSandbox } from '../../src/operations/plan-now.ts';
import { unsetVariables } from '../../src/operations/workspace.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { aDesired, codesOf } from '../support/layers.ts';

describe('exit codes', () => {
  // In the order in which they win.
  const order = [
    ['refused', 4],
    ['problems', 1],
    ['waiting', 3],
    ['changes', 2],
  ] as const;

  test('each has one meaning', () => {
    for (const [what, code] of order) expect(exitCode({ [what]: true })).toBe(code);
    expect(exitCode({})).toBe(0);
  });

  test('of several, the first that holds wins', () => {
    const anyEnding: fc.Arbitrary<Ending> = fc.record({
      refused: fc.boolean(),
      problems: fc.boolean(),
      waiting: fc.boolean(),
      changes: fc.boolean(),
    });
    fc.assert(
      fc.property(anyEnding, (ending) => {
        const first = order.find(([what]) => ending[what]);
        expect(exitCode(ending)).toBe(first?.[1] ?? 0);
      }),
    );
  });
});

describe('--allow', () => {
  test.each([
    { given: [], allow: [], why: 'nothing is lifted' },
    { given: ['cap-max=acme-ios'], allow: ['cap-max acme-ios'], why: 'one policy for one subject' },
    { given: ['share=all', 'cap-total=USD'], allow: ['share all', 'cap-total USD'], why: 'as often as given' },
    { given: ['pin=a=b'], allow: ['pin a=b'], why: 'a name can contain the character' },
  ])('$given: $why', ({ given, allow }) => {
    const result = parseAllowances(given);
    expect(result.ok && result.value.map(({ policy, subject }) => `${policy} ${subject}`)).toEqual(allow);
  });

  test.each([
    { text: 'cap-max', why: 'the policy is missing' },
    { text: 'cap-max=', why: 'the policy is missing' },
    { text: '=acme-ios', why: 'the subject is missing' },
    { text: 'cap-maxx=acme-ios', why: 'a typing mistake lifts nothing' },
    { text: 'CAP-MAX=acme-ios', why: 'policies have one spelling' },
    { text: 'toString=acme-ios', why: 'what every object has is no policy' },
    { text: '', why: 'it is nothing' },
  ])('"$text": $why', ({ text }) => {
    expect(codesOf(parseAllowances(['share=all', text]))).toEqual(['cli/usage']);
  });
});

describe('secrets in output', () => {
  const env = {
    LAYERS_API_KEY: 'lp_live_abcdefgh',
    TIKTOK_ACCESS_TOKEN: 'tt_0123456789',
    SPARK_ACME_1: '#spark-code-1=',
    GITHUB_TOKEN: 'ghp_abcdefgh',
    ACME_KEY: 'acme-own-name',
    DB_PASSWORD: 'short',
    EMPTY_TOKEN: '',
    HOME: '/home/maya',
  };

  test.each(['LAYERS_API_KEY', 'TIKTOK_ACCESS_TOKEN', 'SPARK_ACME_1', 'GITHUB_TOKEN'] as const)(
    '%s is masked at every position',
    (name) => {
      expect(redactor(env)(`a ${env[name]} b ${env[name]}`)).toBe('a ••• b •••');
    },
  );

  test('a variable that the settings name is masked, regardless of its name', () => {
    expect(redactor(env)(env.ACME_KEY)).toBe(env.ACME_KEY);
    expect(redactor(env, ['ACME_KEY'])(env.ACME_KEY)).toBe('•••');
  });

  test('short and empty values would mask ordinary words', () => {
    expect(redactor(env)('a short text')).toBe('a short text');
  });

  test('a Spark code of six characters is masked, an ordinary word or number is not', () => {
    const codes = { SPARK_A: 'XQ12ZV', SPARK_B: 'active', SPARK_C: '300000' };
    expect(redactor(codes)('XQ12ZV active 300000')).toBe('••• active 300000');
  });

  test('other text stays', () => {
    expect(redactor(env)(env.HOME)).toBe(env.HOME);
  });

  test('a secret that contains a second one is masked first, so nothing of it is left', () => {
    const nested = { A_TOKEN: 'inner-secret', B_TOKEN: 'outer-inner-secret-outer' };
    expect(redactor(nested)('outer-inner-secret-outer inner-secret')).toBe('••• •••');
  });

  test('plain data is copied only where a secret was', () => {
    const clean = redactor({ A_TOKEN: 'inner-secret' });
    const kept = { list: ['a', { b: null }], n: 1 };
    expect(redactDeep(kept, { clean })).toBe(kept);
    const shown = redactDeep({ kept, 'inner-secret': [{ x: 'an inner-secret' }] } as const, { clean });
    expect(shown).toEqual({ kept, '•••': [{ x: 'an •••' }] });
    expect(shown.kept).toBe(kept);
  });

  test('law: data is masked as its JSON would be, with all members in their order', () => {
    const clean = redactor({ A_TOKEN: 'inner-secret' });
    const text = fc.constantFrom('a', 'b', '1', '__proto__', 'inner-secret', 'an inner-secret');
    const data = fc.object({ key: text, values: [text, fc.integer(), fc.constant(null)], maxDepth: 3 });
    fc.assert(
      fc.property(data, (value) => {
        const json = JSON.stringify(value);
        const shown = redactDeep(value, { clean });
        expect(JSON.stringify(shown)).toBe(JSON.stringify(JSON.parse(clean(json))));
        expect(shown === value).toBe(clean(json) === json);
      }),
    );
  });

  test('no secret remains, for any text around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(secret.trim().length >= 8 && !'•••'.includes(secret) && !`${before}•••${after}`.includes(secret));
        expect(redactor({ X_TOKEN: secret })(`${before}${secret}${after}`)).not.toContain(secret);
      }),
    );
  });

  test('nothing leaves the machine with a secret in it: neither print nor file', async () => {
    const harness = fakeMachine({ cwd: '/', env });
    const written: string[] = [];
    const write = async (_: string, text: string | Iterable<string>): Promise<void> =>
      void written.push(typeof text === 'string' ? text : [...text].join(''));
    const machine = guarded({ ...harness.machine, files: { ...harness.machine.files, write, append: write } });
    machine.hide?.(['named-in-the-settings', 'short']);
    const text = `${env.GITHUB_TOKEN} named-in-the-settings short`;
    machine.terminal.print(text);
    machine.terminal.warn(text);
    await machine.files.write('/a', text);
    await machine.files.write('/a', [text]);
    await machine.files.append('/a', text);
    expect([harness.out(), harness.err(), ...written]).toEqual(Array.from({ length: 5 }, () => '••• ••• short'));
  });
});

describe('addresses of this machine', () => {
  test.each([
    ['http://127.0.0.1:4010', true],
    ['http://127.1.2.3', true],
    ['http://localhost:1', true],
    ['http://[::1]:1', true],
    ['https://api.layers.com', false],
    ['https://127.0.0.1.evil.example', false],
    ['https://localhost.evil.example', false],
    ['https://127.evil.example', false],
  ])('%s: %s', (origin, loopback) => {
    expect(isSandbox(origin)).toBe(loopback);
  });
});

describe('variables that documents ask for', () => {
  const spark = [
    { post: 'ugc_1', variable: 'SPARK_ONE' },
    { post: 'ugc_2', variable: 'SPARK_TWO' },
  ];
  const place = { file: 'layers/acme-ios.yaml', line: 30, column: 11 };
  const desired = [aDesired({ spark, location: { 'spark.1.code': place } })];

  test('each unset one is reported by name, with its location', () => {
    expect(unsetVariables(desired, { SPARK_ONE: 'code' })).toMatchObject([
      {
        code: 'document/variable-unset',
        layer: 'acme-ios',
        location: place,
        message: expect.stringContaining('SPARK_TWO'),
      },
    ]);
  });

  test('empty is as good as unset', () => {
    expect(unsetVariables(desired, { SPARK_ONE: 'code', SPARK_TWO: '' })).toHaveLength(1);
  });

  test('no value of one that is set appears anywhere', () => {
    expect(JSON.stringify(unsetVariables(desired, { SPARK_ONE: 'the-code' }))).not.toContain('the-code');
  });
});
