import { join } from 'node:path';
import { postPage, pullText, type Pull } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import type { Plan, Problem, Result } from '../../model/index.ts';
import { forTerminal, planAsJson, planAsText, withoutNumbers } from '../../render/index.ts';
import { EXIT, type ExitCode, exitCode } from '../exit.ts';
import { coversSomething, openBench, planNow } from '../planning.ts';
import { pageOf, type PlanPage, postedText, tellRunner } from '../plan-page.ts';
import { reachGitHub } from '../reach-github.ts';
import { findSettings } from '../settings-file.ts';
import type { OpenedSettings } from '../workspace.ts';
import type { ActionInputs } from './inputs.ts';
import { allowancesOf } from './labels.ts';
import { baseOfMerge } from './merge-commit.ts';
import { markNotPlanned } from './not-planned.ts';
import { validateStranger } from './offline.ts';
import { type PullEvent, readPullEvent, strangerBehind } from './pull-event.ts';
import type { Road } from './inputs.ts';
import { type Audience, audienceOf, tellProblems } from './tell.ts';

/**
 * Plans a pull request as it would be merged, and shows the plan on it. Exit 2 where there are changes, 4 where a policy
 * refuses them; then the plan is shown as well.
 */
export const planRoad: Road = async (inputs, machine) => {
  const event = await readPullEvent(machine);
  if (!event.ok) return failed(event.problems, await audienceOf(inputs.config, { base: null }, machine), machine);
  const { pull, head } = event.value;
  const folder = await folderOf(inputs.config, machine);
  const base = await baseOfMerge(head, folder, machine);
  const audience = await audienceOf(inputs.config, { base: base.ok ? base.value : null }, machine);
  if (!base.ok) return unplanned(base.problems, pull, audience, machine);
  const behind = await strangerBehind(event.value, machine);
  if (!behind.ok) return unplanned(behind.problems, pull, audience, machine);
  const stranger = behind.value;
  if (stranger !== undefined) {
    const problems = await validateStranger(stranger, base.value, inputs.config, machine);
    if (problems.length > 0) return unplanned(problems, pull, audience, machine);
    machine.terminal.print(`Nothing to plan: ${stranger}, and it changes no layer. What is there is valid.\n`);
    return EXIT.ok;
  }
  const made = await makePlan(event.value, base.value, inputs, machine);
  if (!made.ok) return unplanned(made.problems, pull, audience, machine);
  return show(made.value, pull, audience, machine);
};

type Made = {
  readonly plan: Plan;
  readonly notes: readonly string[];
  /** What could not be read: those layers are not in the plan. */
  readonly unread: readonly Problem[];
  readonly opened: OpenedSettings;
};

/** Live state is read once: where labels lift what was refused, the plan is made again from the same. */
async function makePlan(
  { pull, head }: PullEvent,
  base: string,
  inputs: ActionInputs,
  machine: Machine,
): Promise<Result<Made>> {
  const options = {
    paths: [],
    base,
    changed: base,
    mends: true,
    ...(inputs.config !== undefined && { config: inputs.config }),
  };
  const bench = await openBench(options, machine);
  if (!bench.ok) return bench;
  const planning = await planNow(bench.value, []);
  const { plan, problems: unread } = planning;
  if (plan === undefined || !coversSomething(plan)) return { ok: false, problems: unread };
  const opened = bench.value.workspace;
  const without = bench.value.base === undefined ? [MENDS] : [];
  if (plan.refusals.length === 0) return { ok: true, value: { plan, notes: without, unread, opened } };
  const { allow, notes } = await allowancesOf(plan.refusals, pull, head, machine);
  const lifted = allow.length === 0 ? plan : (planning.allowing(allow).plan ?? plan);
  return { ok: true, value: { plan: lifted, notes: [...without, ...notes], unread, opened } };
}

const MENDS =
  'The documents of the base are not valid, so there is nothing to hold these against: every difference is a change here. It is not applied by itself. Once it is merged, start the apply workflow by hand, with the digest that it shows.';

/** The saved plan first: it is what an apply goes by. Then whoever reads along, the comment last. */
async function show(made: Made, pull: Pull, audience: Audience, machine: Machine): Promise<ExitCode> {
  const { plan, notes, unread, opened } = made;
  const path = planPath(machine);
  const page = await pageOf(plan, opened, machine, [...unread.map((one) => noteOf(one, audience)), ...notes]);
  const unsaved = await save(plan, path, machine);
  const untold = unsaved.length > 0 ? unsaved : await tellRunner(page, path, true, machine);
  sayInLog(page, machine);
  const problems = [...unread, ...untold, ...(await comment(page, pull, machine))];
  await tellProblems(problems, audience, machine);
  return exitCode({
    refused: plan.refusals.length > 0,
    problems: problems.length > 0,
    changes: plan.layers.some(({ changes }) => changes.length > 0),
  });
}

function noteOf({ code, message }: Problem, { hideMoney }: Audience): string {
  return `${code}: ${hideMoney ? withoutNumbers(message) : message}`;
}

/** Where the workflow finds the saved plan, to keep it as an artifact. The runner empties its own folder before each job. */
function planPath({ env, cwd }: Pick<Machine, 'env' | 'cwd'>): string {
  return join(env.RUNNER_TEMP ?? join(cwd, '.reconcile'), 'reconcile', 'plan.json');
}

/** Past no link, because the pull request may hold one. */
async function save(plan: Plan, path: string, { files, env, cwd }: Machine): Promise<readonly Problem[]> {
  try {
    await files.write(path, planAsJson(plan), { below: env.RUNNER_TEMP ?? cwd });
    return [];
  } catch (error) {
    return [{ code: 'disk/unwritable', message: `The plan could not be saved: ${String(error)}` }];
  }
}

/** The log of a public repository is public. */
function sayInLog({ plan, hideMoney, notes }: PlanPage, { terminal }: Pick<Machine, 'terminal'>): void {
  if (hideMoney)
    terminal.print('The job summary has the plan. Money and account ids are hidden: the public reads along.\n');
  else terminal.print(planAsText(plan, { colour: terminal.colour }));
  for (const note of notes) terminal.print(`${forTerminal(note)}\n`);
}

async function comment({ page }: PlanPage, pull: Pull, machine: Machine): Promise<readonly Problem[]> {
  const github = reachGitHub(machine);
  if (!github.ok) return github.problems;
  const posted = await postPage(page, pull, github.value);
  if (!posted.ok) return posted.problems;
  machine.terminal.print(`${postedText(posted.value, pullText(pull))}\n`);
  return [];
}

async function unplanned(
  problems: readonly Problem[],
  pull: Pull,
  audience: Audience,
  machine: Machine,
): Promise<ExitCode> {
  await markNotPlanned(problems, pull, audience, machine);
  return failed(problems, audience, machine);
}

async function failed(problems: readonly Problem[], audience: Audience, machine: Machine): Promise<ExitCode> {
  await tellProblems(problems, audience, machine);
  return EXIT.problems;
}

async function folderOf(config: string | undefined, machine: Machine): Promise<string> {
  const found = await findSettings(machine, config);
  return found.ok ? found.value.root : machine.cwd;
}
