import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/command-line.ts';
import { emptyWorld, startSandbox } from '../../src/sandbox/index.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { type HarnessOptions, withHarness } from '../support/harness.ts';
import { OUTPUT_NAMES, validatorOf } from '../support/json-contract.ts';
import { sandboxJson } from '../../src/render/index.ts';

const { machine } = fakeMachine({ cwd: '/nowhere' });
const { program } = programOf(
  machine,
  async () => machine,
  () => {},
);

/** All commands with `--format json`, as they are typed. */
function commandsWithJson(command: Command, before = ''): readonly string[] {
  const name = `${before}${command.name()}`;
  const own = command.options.some(({ long, argChoices }) => long === '--format' && argChoices?.includes('json'));
  const inherits = command.parent?.options.some(({ long }) => long === '--format') ?? false;
  return [...(own || inherits ? [name] : []), ...command.commands.flatMap((one) => commandsWithJson(one, `${name} `))];
}

/** Lines for each command: a good one, and ones with a problem. NAME: a layer of the world; PLAN: a saved plan. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  init: ['init --yes'],
  import: ['import --dry-run', 'import', 'import no-such-layer'],
  validate: ['validate', 'validate nothing.yaml'],
  plan: [
    'plan',
    'plan --shard 2/3',
    'plan --detailed-exitcode',
    'plan NAME.yaml',
    'plan --allow cap-max',
    'plan --html page.html',
  ],
  show: ['show PLAN', 'show PLAN --html -', 'show --merge PLAN', 'show reconcile.yaml'],
  apply: ['apply', 'apply --auto-approve', 'apply PLAN --auto-approve', 'apply --auto-approve'],
  confirm: ['confirm NAME', 'confirm', 'confirm --all', 'confirm NAME --plan PLAN --auto-approve'],
  todo: ['todo', 'todo NAME', 'todo no-such-layer'],
  drift: ['drift', 'drift nothing'],
  events: ['events', 'events --seen', 'events no-such-layer'],
  'events explain': ['events explain trial_start', 'events explain nothing'],
  verify: ['verify', 'verify no-such-layer', 'verify --send-test-event'],
  connect: ['connect NAME --wait 0s', 'connect NAME'],
  explain: [
    'explain document/secret',
    'explain nope',
    'explain NAME monthlyCostCap',
    'explain NAME mode',
    'explain NAME x',
  ],
  doctor: ['doctor'],
  report: ['report', 'report NAME', 'report --out -', 'report --out page.html', 'report nothing.yaml'],
  comment: ['comment PLAN --out page.md', 'comment PLAN', 'comment nothing.json'],
};

test('every command with --format json is here', () => {
  const known = program.commands.flatMap((command) => commandsWithJson(command));
  expect(Object.keys(LINES).sort()).toEqual([...known].sort());
});

const example = (name: string) => ({ from: `examples/${name}` });

const byo = readFileSync('examples/byo/layers/acme-ios.yaml', 'utf8');
const world = readFileSync('examples/byo/world.yaml', 'utf8');

const WORLDS: readonly { readonly name: string; readonly options: HarnessOptions; readonly layer: string }[] = [
  { name: 'byo', options: example('byo'), layer: 'acme-ios' },
  { name: 'agency', options: example('agency'), layer: 'fernweh-ios' },
  { name: 'event-map', options: example('event-map'), layer: 'wordloom-android' },
  { name: 'an empty folder', options: { world }, layer: 'acme-ios' },
  {
    name: 'an invalid document and a valid one',
    options: { world, files: { 'layers/acme-ios.yaml': byo, 'layers/bad.yaml': 'template: tiktok-ads\nname: bad\n' } },
    layer: 'acme-ios',
  },
  {
    name: 'only an invalid document',
    options: { world, files: { 'layers/bad.yaml': 'template: tiktok-ads\nname: bad\n' } },
    layer: 'bad',
  },
  {
    name: 'a rejected key',
    options: { ...example('byo'), env: { LAYERS_API_KEY: 'lp_test_wrong' } },
    layer: 'acme-ios',
  },
];

describe.each(WORLDS)('in the world of $name', ({ options, layer }) => {
  // The harness fails if an output breaks its contract.
  test.each(Object.entries(LINES))('%s', async (_, lines) => {
    await withHarness(options, async (harness) => {
      await harness.run('plan --out saved.json');
      for (const line of lines) {
        await harness.run(`${line.replaceAll('NAME', layer).replaceAll('PLAN', 'saved.json')} --format json`);
      }
    });
  });
});

describe('without a result', () => {
  test.each([
    { line: 'plan --nonsense --format json', exit: 1, code: 'cli/usage', why: 'an unknown option' },
    { line: 'nonsense --format json', exit: 1, code: 'cli/usage', why: 'an unknown command' },
    { line: 'plan --format=json --base', exit: 1, code: 'cli/usage', why: 'an option without its value' },
    { line: 'plan --config nothing.yaml --format json', exit: 1, code: 'settings/invalid', why: 'no settings' },
  ])('$line: $why', async ({ line, exit, code }) => {
    await withHarness(example('byo'), async (harness) => {
      const ran = await harness.run(line);
      expect(ran.exit).toBe(exit);
      expect(JSON.parse(ran.out)).toMatchObject({ format: 'reconcile-problems', exitCode: exit, problems: [{ code }] });
    });
  });
});

test('the line of a sandbox is in its schema', async () => {
  const served = await startSandbox({ world: emptyWorld(), now: () => new Date(0), sleep: async () => {} });
  await served.stop();
  const { origins, env } = served;
  expect(validatorOf('sandbox')(JSON.parse(JSON.stringify(sandboxJson({ origins, env }))))).toBe(true);
});

test('every output that a command can print has a published schema with the common members', () => {
  for (const name of OUTPUT_NAMES) {
    const schema = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'));
    for (const branch of schema.anyOf ?? [schema]) {
      // A saved plan has none, and a sandbox runs on.
      const hasNone = name === 'plan' || name === 'sandbox';
      expect(branch.required, name).toEqual(
        expect.arrayContaining(['format', 'version', ...(hasNone ? [] : ['exitCode'])]),
      );
      expect(branch.additionalProperties, name).toBeUndefined();
    }
  }
});
