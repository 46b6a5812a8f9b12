import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { programOf } from '../../src/cli/command-line.ts';
import { fakeMachine } from '../support/fake-machine.ts';

/** Options of commands that the action has as well. Each is an input, or has a reason not to be one. */
const WITHOUT_INPUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plan: {
    '--format': 'the comment, the job summary and the saved plan have all formats',
    '--sandbox': 'variables of the job point to one',
    '--allow': 'only a label allows a policy',
    '--out': 'the output plan_path is the saved plan',
    '--html': 'show makes it from the saved plan',
    '--detailed-exitcode': 'the outputs changes and exit_code say it',
    '--base': 'the base is that of the pull request',
    '--fix-drift': 'a pull request is not about drift',
    '--changed': 'the diff is that of the pull request',
    '--record': 'it is for a bug report',
    '--replay': 'it needs no credentials, so it needs no action',
    '--verbose': 'Markdown always has all names',
  },
  apply: {
    '--format': 'the outcome is a comment, and the outputs are for machines',
    '--sandbox': 'variables of the job point to one',
    '--allow': 'only a label allows a policy',
    '--auto-approve': 'the review approves',
    '--base': 'the base is that of the reviewed plan',
    '--verbose': 'Markdown always has all names',
    '--undo-dir': 'reverting the pull request is the way back',
  },
  confirm: {
    '--format': 'the outcome is a comment, and the outputs are for machines',
    '--sandbox': 'variables of the job point to one',
    '--allow': 'only a label allows a policy',
    '--all': 'a person names the layers',
    '--plan': 'the reviewed plans are continued',
    '--auto-approve': 'the review approves',
    '--verbose': 'Markdown always has all names',
  },
  drift: {
    '--format': 'the report is an issue',
    '--sandbox': 'variables of the job point to one',
    '--record': 'it is for a bug report',
    '--verbose': 'Markdown always has all names',
  },
};

const { machine } = fakeMachine({ cwd: '/nowhere' });
const { program } = programOf(
  machine,
  async () => machine,
  () => {},
);
const inputs = Object.keys((parse(readFileSync('action.yml', 'utf8')) as { inputs: object }).inputs);

describe.each(Object.entries(WITHOUT_INPUT))('%s', (command, reasons) => {
  const options = program.commands
    .filter((one) => one.name() === command)
    .flatMap((one) => one.options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? ''));

  test('every option is an input of the action, or has a reason not to be', () => {
    const missing = options.filter((flag) => !inputs.includes(flag.slice(2)) && !(flag in reasons));
    expect(missing).toEqual([]);
  });

  test('no reason is left over', () => {
    expect(Object.keys(reasons).filter((flag) => !options.includes(flag))).toEqual([]);
  });
});
