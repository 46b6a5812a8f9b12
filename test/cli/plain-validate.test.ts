import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/command-line.ts';
import { plainValidate } from '../../src/cli/plain-validate.ts';
import { fakeMachine } from '../support/fake-machine.ts';

/** How commander reads a command line; `undefined` if it finds a mistake, or another command runs. */
async function readByCommander(argv: readonly string[]): Promise<unknown> {
  const { machine } = fakeMachine({ cwd: '/' });
  const { program } = programOf(
    machine,
    async () => machine,
    () => {},
  );
  let read: unknown;
  const command = program.commands.find((each) => each.name() === 'validate');
  command?.action((paths: readonly string[], options: object) => {
    read = { ...options, paths };
  });
  await program.parseAsync(argv, { from: 'user' }).catch(() => {});
  return read;
}

const A_WORD = fc.oneof(
  fc.constantFrom('--format', '--format=json', 'json', 'text', 'markdown', '--config', '--config=a.yaml', '-C', '--'),
  fc.constantFrom('a.yaml', 'layers', '', '-', '--help', '-h', '--sandbox', 'plan', 'é', ' ', '--formatted', '--conf'),
);

describe('a validate that commander does not read', () => {
  test('means what commander would read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(A_WORD, { maxLength: 5 }), async (words) => {
        const plain = plainValidate(['validate', ...words]);
        if (plain !== undefined) expect(await readByCommander(['validate', ...words])).toEqual(plain);
      }),
      { numRuns: 150, seed: 15 },
    );
  });

  test.each([
    { argv: ['validate'], plain: { format: 'text', paths: [] } },
    { argv: ['validate', 'a.yaml', 'b'], plain: { format: 'text', paths: ['a.yaml', 'b'] } },
    {
      argv: ['validate', '--config', 'x.yaml', '--format', 'json', 'a'],
      plain: { format: 'json', config: 'x.yaml', paths: ['a'] },
    },
  ])('$argv is one', async ({ argv, plain }) => {
    expect(plainValidate(argv)).toEqual(plain);
    expect(await readByCommander(argv)).toEqual(plain);
  });

  test.each([
    { argv: [], why: 'no command' },
    { argv: ['plan'], why: 'another command' },
    { argv: ['validate', '--help'], why: 'help' },
    { argv: ['validate', '--format', 'markdown'], why: 'a format that it does not have' },
    { argv: ['validate', '--config'], why: 'no value' },
    { argv: ['validate', ''], why: 'an empty argument' },
    { argv: ['validate', '-C', 'folder'], why: 'an option of every command' },
    { argv: ['-C', 'folder', 'validate'], why: 'an option before the command' },
  ])('$argv is none: $why', ({ argv }) => {
    expect(plainValidate(argv)).toBeUndefined();
  });
});
