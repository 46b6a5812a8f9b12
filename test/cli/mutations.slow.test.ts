import { resolve } from 'node:path';
import { type Command, type Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/command-line.ts';
import { run } from '../../src/cli/program.ts';
import { POLICY_NAMES } from '../../src/model/index.ts';
import { fakeMachine } from '../support/fake-machine.ts';

/** Runs a command line on a machine that has no files and no network: using either is a bug, and 70. */
async function refused(argv: readonly string[]) {
  const harness = fakeMachine({ cwd: '/nowhere', input: '' });
  const forbidden = (): never => {
    throw new Error('something was read or sent');
  };
  const files = new Proxy(harness.machine.files, { get: () => forbidden });
  const bare = { ...harness.machine, files, git: forbidden };
  const exit = await run(argv, { bare, full: async () => forbidden() });
  return { exit, says: harness.err() };
}

const bare = fakeMachine({ cwd: '/nowhere' }).machine;
const { program } = programOf(
  bare,
  async () => bare,
  () => {},
);

/** Every option of every command that takes a value, from the command tree. */
const options = program.commands.flatMap((command) =>
  command.options
    .filter(({ required, optional }) => required || optional)
    .map((option) => ({ command, option, name: `${command.name()} ${option.long}` })),
);

/** As many words as the command's arguments ask for. */
function argumentsOf(command: Command): readonly string[] {
  return command.registeredArguments.filter(({ required }) => required).map((one) => `some-${one.name()}`);
}

/** The value of an option in both syntaxes. An optional value never starts with `-`. */
function written({ long, optional }: Option, value: string): readonly string[][] {
  const whole = [[`${long}=${value}`]];
  return optional && value.startsWith('-') ? whole : [[long ?? '', value], ...whole];
}

test('the tree has all of them', () => {
  expect(options.length).toBeGreaterThan(20);
  expect(program.commands.map((command) => command.name())).toContain('apply');
});

describe.each(options)('$name', ({ command, option }) => {
  const values = ['', ' \n', '-x', '--', '--sandbox', '--auto-approve=yes'];

  test('an empty value, and an option as the value, are usage errors', async () => {
    for (const words of values.flatMap((value) => written(option, value))) {
      const { exit, says } = await refused([command.name(), ...argumentsOf(command), ...words]);
      expect(exit, words.join(' ')).toBe(1);
      expect(says, words.join(' ')).toContain(`option '${option.flags}' argument`);
      expect(says).toMatch(/is empty|looks like an option|is an option\./);
    }
  });
});

describe.each(
  program.commands.filter((command) => command.registeredArguments.length > 0).map((c) => ({ command: c })),
)('the arguments of $command.name', ({ command }) => {
  const name = command.name();
  // As many as there are, and two where any number goes.
  const places = command.registeredArguments.flatMap(({ variadic }) => (variadic ? ['a', 'b'] : ['a']));
  test.each(places.flatMap((_, at) => ['', ' ', '\t'].map((empty) => ({ at, empty }))))(
    'number $at as $empty is a usage error',
    async ({ at, empty }) => {
      const words = places.map((word, index) => (index === at ? empty : word));
      const { exit, says } = await refused([name, ...words]);
      expect(exit).toBe(1);
      expect(says).toMatch(/is empty|is invalid for argument/);
    },
  );
});

test('a misplaced option is named, with the correct form', async () => {
  const { says } = await refused(['apply', '--auto-approve', '--undo-dir', '--sandbox']);
  expect(says).toContain('Write --undo-dir <folder> --sandbox');
});

describe('--allow', () => {
  const policies = Object.keys(POLICY_NAMES);
  const commands = program.commands.filter((command) => command.options.some(({ long }) => long === '--allow'));
  const lines = commands.flatMap((command) => [[command.name(), ...argumentsOf(command), '--allow']]);

  test.each([
    ...policies.flatMap((policy) => [
      { value: `${policy.replaceAll('-', '_')}x=acme`, says: `Did you mean ${policy}=acme` },
      { value: policy, says: `Write ${policy}=NAME` },
      { value: `${policy}=`, says: `Write ${policy}=NAME` },
      { value: `${policy}= `, says: `Write ${policy}=NAME` },
    ]),
    { value: 'cap-incraese=acme', says: 'Did you mean cap-increase=acme' },
    { value: 'CAP_INCREASE=acme', says: 'Did you mean cap-increase=acme' },
    { value: 'nothing-like-it=acme', says: '"nothing-like-it" is not a policy.' },
    { value: '=acme', says: 'It is not POLICY=NAME' },
    { value: 'layers/acme.yaml', says: 'It is a file name' },
    { value: 'acme.json', says: 'It is a file name' },
    { value: 'acme', says: 'It is not POLICY=NAME' },
  ])('$value is a usage error', async ({ value, says }) => {
    for (const line of lines) {
      const result = await refused([...line, value]);
      expect(result.exit).toBe(1);
      expect(result.says).toContain(says);
    }
  });

  test('each is passed to every command that allows policies', () => {
    expect(lines.map(([name]) => name)).toEqual(['plan', 'show', 'apply', 'confirm', 'todo']);
  });
});

test.each(['plan', 'apply', 'drift', 'confirm acme'])('%s: a layer document is not a world', async (line) => {
  const { machine, err } = fakeMachine({ cwd: resolve('examples/byo') });
  const words = [...line.split(' '), '--sandbox', 'layers/acme-ios.yaml'];
  expect(await run(words, { bare: machine, full: async () => machine })).toBe(1);
  expect(err()).toMatch(/cli\/usage[^]*is a layer document[^]*--sandbox\./);
});

test('as JSON if JSON was requested', async () => {
  const { machine, out } = fakeMachine({ cwd: '/nowhere' });
  const exit = await run(['apply', '', '--format', 'json'], { bare: machine, full: async () => machine });
  expect([exit, JSON.parse(out()).problems]).toEqual([1, [expect.objectContaining({ code: 'cli/usage' })]]);
});

test('- is a value', async () => {
  const { says } = await refused(['confirm', 'acme', '--json', '-']);
  expect(says).not.toMatch(/is invalid/);
});
