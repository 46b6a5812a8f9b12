import type { Machine } from '../machine.ts';
import { nearest, type Problem, type Result } from '../model/index.ts';
import type { ExitCode } from '../operations/index.ts';

/** What the workflow asks for, as `action.yml` names it. Labels alone lift policies, so no input does. */
export type ActionInputs = {
  readonly command: 'plan' | 'apply' | 'recheck' | 'drift' | 'confirm' | 'validate';
  /** The settings file; absent: the nearest `reconcile.yaml`. */
  readonly config?: string;
  /** Path of the workflow file whose runs are trusted for their plans. */
  readonly planWorkflow: string;
  /** Whose deployments tell what was applied last. */
  readonly environment: string;
  /** Name of the artifact that holds the saved plan. */
  readonly artifact: string;
  /** Of the whole plan, for an apply that a person starts. */
  readonly digest?: string;
  /** Of a layer document, for confirm. */
  readonly name?: string;
  /** Number of a pull request, for recheck. */
  readonly pull?: number;
};

/** One thing that the action can be asked to do. Rejects only for a fault in reconcile, or when the run is stopped. */
export type ActionCommand = (inputs: ActionInputs, machine: Machine) => Promise<ExitCode>;

const COMMANDS = ['plan', 'apply', 'recheck', 'drift', 'confirm', 'validate'] as const;

/** Every input that a person writes; the token comes from the runner. */
const WRITTEN = ['command', 'config', 'plan-workflow', 'environment', 'artifact', 'digest', 'name', 'pull'] as const;

/** Inputs that need not be given, with what stands for them then. `action.yml` says the same. */
const DEFAULTS = {
  'plan-workflow': '.github/workflows/reconcile-plan.yml',
  environment: 'reconcile-apply',
  artifact: 'reconcile-plan',
} as const;

/**
 * Reads what the runner hands over. It makes `INPUT_PLAN-WORKFLOW` of `plan-workflow`, and an empty text of an input
 * that is not given.
 *
 * Source: docs.github.com, metadata syntax for GitHub Actions, `inputs` (documented).
 */
export function readInputs(env: Machine['env']): Result<ActionInputs> {
  const given = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const [config, digest, name, pull] = [given('config'), given('digest'), given('name'), given('pull')];
  const command = COMMANDS.find((one) => one === given('command'));
  const problems: Problem[] = [];
  for (const input of WRITTEN.filter((one) => given(one).startsWith('-'))) {
    const remedy = 'Write the value alone. The action takes no options of the command line.';
    problems.push(usage(`${input}: ${shown(given(input))} starts with -.`, remedy));
  }
  if (command === undefined) {
    const meant = nearest(given('command'), COMMANDS);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    problems.push(
      usage(`command: ${shown(given('command'))} is not one of them.`, `Write ${COMMANDS.join(', ')}.${hint}`),
    );
  }
  if (digest !== '' && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    problems.push(usage(`digest: ${shown(digest)} is not a digest.`, 'Copy it from the job summary of the run.'));
  }
  if (pull !== '' && (!/^[1-9]\d*$/.test(pull) || !Number.isSafeInteger(Number(pull)))) {
    problems.push(
      usage(`pull: ${shown(pull)} is not a number of a pull request.`, 'Write the number alone, such as 7.'),
    );
  }
  if (command === 'confirm' && name === '') {
    problems.push(usage('name: confirm needs one.', 'Write the name of a layer document.'));
  }
  if (command === undefined || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      command,
      planWorkflow: given('plan-workflow') || DEFAULTS['plan-workflow'],
      environment: given('environment') || DEFAULTS.environment,
      artifact: given('artifact') || DEFAULTS.artifact,
      ...(config !== '' && { config }),
      ...(digest !== '' && { digest }),
      ...(name !== '' && { name }),
      ...(pull !== '' && { pull: Number(pull) }),
    },
  };
}

/** The environment with the action's token where commands look for one. A token that the workflow sets itself wins. */
export function withToken(env: Machine['env']): Machine['env'] {
  const token = (env.INPUT_TOKEN ?? '').trim();
  return (env.GITHUB_TOKEN ?? '') === '' && token !== '' ? { ...env, GITHUB_TOKEN: token } : env;
}

function usage(message: string, remedy: string): Problem {
  return { code: 'cli/usage', message: `The action’s input ${message}`, remedy };
}

function shown(text: string): string {
  return text === '' ? 'what is given (nothing)' : JSON.stringify(text.slice(0, 100));
}
