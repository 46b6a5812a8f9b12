import type { Machine } from '../machine.ts';
import { fail, layerNames, nearest, ok, parseShard, type Problem, type Result, type Shard } from '../model/index.ts';
import { type ExitCode, parseDuration } from '../operations/index.ts';

/** Inputs of `action.yml`. Only labels allow policies. */
export type ActionInputs = {
  readonly command: 'plan' | 'apply' | 'recheck' | 'drift' | 'confirm' | 'comment' | 'validate' | 'decide';
  /** The settings file; absent: the nearest `reconcile.yaml`. */
  readonly config?: string;
  /** Workflow file whose runs are trusted to make plans. */
  readonly planWorkflow: string;
  /** Environment whose deployments mark what was applied last. */
  readonly environment: string;
  readonly artifact: string;
  /** For plan: `on-changes` writes no comment that only says that nothing changes, except over an earlier one. */
  readonly comment: (typeof COMMENT_MODES)[number];
  /** Digest of the whole plan, for a manual apply. */
  readonly digest?: string;
  /** For a manual apply: drift is a change, too. */
  readonly fixDrift?: true;
  /** How long to wait for what becomes visible by itself, in milliseconds, for everything that applies. */
  readonly wait?: number;
  /** How long to wait for the claim of another run, in milliseconds; 2 minutes if absent. */
  readonly waitClaim?: number;
  /** For drift: reads every value, also those with a recent check in the ledger. */
  readonly full?: true;
  /** For confirm: unique names of layers, which may not exist. */
  readonly names?: readonly string[];
  /** For confirm: a whole config as text. */
  readonly json?: string;
  /** Number of a pull request, for recheck. */
  readonly pull?: number;
  /** For plan: only this shard, which is saved for the job with `shards`. */
  readonly shard?: Shard;
  /** For plan: the folder with the saved plans of all shards. */
  readonly shards?: string;
  /** For comment, in the job with the credentials that write: the command to carry out. */
  readonly do?: 'apply' | 'confirm';
};

/** A command of the action. Rejects only for a fault in reconcile, or if the run is interrupted. */
export type ActionCommand = (inputs: ActionInputs, machine: Machine) => Promise<ExitCode>;

const COMMENT_MODES = ['on-changes', 'always', 'never'] as const;

const COMMANDS = ['plan', 'apply', 'recheck', 'drift', 'confirm', 'comment', 'validate', 'decide'] as const;

/** Every input except the token, which comes from the runner. */
const INPUT_NAMES = [
  'command',
  'config',
  'plan-workflow',
  'environment',
  'artifact',
  'comment',
  'digest',
  'fix-drift',
  'wait',
  'wait-claim',
  'full',
  'name',
  'json',
  'pull',
  'shard',
  'shards',
  'do',
] as const;

/** Defaults of optional inputs, the same as in `action.yml`. */
const DEFAULTS = {
  'plan-workflow': '.github/workflows/reconcile-plan.yml',
  environment: 'reconcile-apply',
  artifact: 'reconcile-plan',
  comment: 'on-changes',
} as const;

/**
 * The runner turns `plan-workflow` into `INPUT_PLAN-WORKFLOW`, and an absent input is empty.
 *
 * Source: docs.github.com, metadata syntax for GitHub Actions, `inputs` (documented).
 */
export function readInputs(env: Machine['env']): Result<ActionInputs> {
  const given = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const [config, digest, name, pull] = [given('config'), given('digest'), given('name'), given('pull')];
  const [json, act] = [given('json'), given('do')];
  const [shardText, shards] = [given('shard'), given('shards')];
  const shard = parseShard(shardText);
  const names = layerNames(name);
  const command = COMMANDS.find((one) => one === given('command'));
  const problems: Problem[] = [];
  for (const input of INPUT_NAMES.filter((one) => given(one).startsWith('-'))) {
    problems.push(
      usage(input, `is ${shown(given(input))}, which starts with "-"`, 'Write the value without an option.'),
    );
  }
  if (command === undefined) {
    const meant = nearest(given('command'), COMMANDS);
    const fault = given('command') === '' ? 'is not set' : `is ${shown(given('command'))}, which is not a command`;
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    problems.push(usage('command', fault, `Use one of ${COMMANDS.join(', ')}.${hint}`));
  }
  const comment = COMMENT_MODES.find((mode) => mode === (given('comment') || DEFAULTS.comment));
  if (comment === undefined) {
    problems.push(usage('comment', `is ${shown(given('comment'))}`, `Use one of ${COMMENT_MODES.join(', ')}.`));
  }
  if (digest !== '' && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    problems.push(
      usage('digest', `is ${shown(digest)}, which is not a digest`, 'Copy it from the job summary of the run.'),
    );
  }
  for (const name of ['fix-drift', 'full'].filter((one) => !['', 'true', 'false'].includes(given(one)))) {
    problems.push(usage(name, `is ${shown(given(name))}`, 'Set it to true or false.'));
  }
  const [wait, waitClaim] = [parseDuration(given('wait')), parseDuration(given('wait-claim'))];
  for (const name of ['wait', 'wait-claim'].filter(
    (one) => given(one) !== '' && parseDuration(given(one)) === undefined,
  )) {
    const fault = `is ${shown(given(name))}, which is not a duration up to 24h`;
    problems.push(usage(name, fault, 'Write it as 30s, 20m or 2h.'));
  }
  if (pull !== '' && (!/^[1-9]\d*$/.test(pull) || !Number.isSafeInteger(Number(pull)))) {
    const fault = `is ${shown(pull)}, which is not the number of a pull request`;
    problems.push(usage('pull', fault, 'Write the number alone, such as 7.'));
  }
  if (command === 'confirm' && names === undefined) {
    const fault = name === '' ? 'is not set' : `is ${shown(name)}, which is not a list of layer names`;
    problems.push(usage('name', fault, 'Set it to the name of a layer document, such as acme-ios, or to several.'));
  }
  if (json !== '' && names !== undefined && names.length > 1) {
    problems.push(
      usage('json', `is the config of one layer, but "name" has ${names.length}`, 'Set "name" to one name.'),
    );
  }
  if (shardText !== '' && shard === undefined) {
    problems.push(usage('shard', `is ${shown(shardText)}`, 'Write its number and the number of all, such as 2/4.'));
  }
  if (shardText !== '' && shards !== '') {
    problems.push(usage('shards', 'is set, and "shard" as well', 'A job plans one shard, or merges all of them.'));
  }
  if (act !== '' && act !== 'apply' && act !== 'confirm') {
    problems.push(usage('do', `is ${shown(act)}`, 'Set it to apply or confirm.'));
  }
  if (command === undefined || comment === undefined || problems.length > 0) return fail(...problems);
  return ok({
    command,
    planWorkflow: given('plan-workflow') || DEFAULTS['plan-workflow'],
    environment: given('environment') || DEFAULTS.environment,
    artifact: given('artifact') || DEFAULTS.artifact,
    comment,
    ...(config !== '' && { config }),
    ...(digest !== '' && { digest }),
    ...(given('fix-drift') === 'true' && { fixDrift: true }),
    ...(wait !== undefined && { wait }),
    ...(waitClaim !== undefined && { waitClaim }),
    ...(given('full') === 'true' && { full: true }),
    ...(names !== undefined && { names }),
    ...(json !== '' && { json }),
    ...(pull !== '' && { pull: Number(pull) }),
    ...(shard && { shard }),
    ...(shards !== '' && { shards }),
    ...((act === 'apply' || act === 'confirm') && { do: act }),
  });
}

/** The environment with the action's token as `GITHUB_TOKEN`, unless the workflow sets that itself. */
export function withToken(env: Machine['env']): Machine['env'] {
  const token = (env.INPUT_TOKEN ?? '').trim();
  return (env.GITHUB_TOKEN ?? '') === '' && token !== '' ? { ...env, GITHUB_TOKEN: token } : env;
}

function usage(input: string, fault: string, remedy: string): Problem {
  return { code: 'cli/usage', message: `The input "${input}" ${fault}.`, remedy };
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
