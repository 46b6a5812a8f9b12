import { type Page, type Posted, runUrl } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import type { Plan, Problem, Settings } from '../model/index.ts';
import { annotations, planAsComment, planAsSummary } from '../render/index.ts';
import { mayShowMoney } from './visibility.ts';
import { redactDeep, redactor } from '../io/index.ts';
import { markerRoot, rootInRepository } from './pull-request-target.ts';
import {
  appendOutputs,
  appendSummary,
  onRunner,
  planOutputs,
  writeWorkflowCommands,
  summaryRoom,
} from './runner-files.ts';
import type { OpenedSettings } from '../operations/index.ts';

/** A plan, and how it may be shown where it is going. */
export type PlanPage = {
  readonly plan: Plan;
  readonly page: Page;
  /** Of the settings in the repository, `.` at the top. */
  readonly folder: string;
  readonly hideMoney: boolean;
  /** What is to be said besides the plan, one sentence each. */
  readonly notes: readonly string[];
  /** GitHub masks nothing that comes through its API, so no secret of the environment may get that far. */
  readonly clean: (text: string) => string;
};

/** Makes the comment of a plan. `remarks` stand at the end of it. */
export async function pageOf(
  saved: Plan,
  opened: OpenedSettings,
  machine: Machine,
  remarks: readonly string[] = [],
): Promise<PlanPage> {
  const folder = await rootInRepository(opened.root, machine);
  const clean = cleaner(opened.settings, machine);
  const [plan, notes] = redactDeep([saved, remarks] as const, { clean });
  const hideMoney = !(await mayShowMoney(plan, opened, machine));
  const url = runUrl(machine.env);
  const root = markerRoot(folder, opened.settingsFile);
  const options = { marker: { root }, hideMoney, notes, ...(url !== undefined && { runUrl: url }) };
  return { plan, page: { root, body: clean(planAsComment(plan, options)) }, folder, hideMoney, notes, clean };
}

/**
 * Annotations, summary and outputs. They come first: where GitHub refuses the comment, the plan is still to be seen.
 *
 * @param path where the saved plan is, absolute
 * @param annotate whether somebody reads standard output line by line
 */
export async function publishToRunner(
  { plan, folder, hideMoney, notes, clean }: PlanPage,
  path: string,
  annotate: boolean,
  machine: Machine,
): Promise<readonly Problem[]> {
  if (onRunner(machine) && annotate) {
    writeWorkflowCommands(clean(annotations({ plan }, { root: folder, hideMoney })), machine);
  }
  try {
    const room = await summaryRoom(machine);
    if (room !== undefined) await appendSummary(clean(planAsSummary(plan, { hideMoney, notes, limit: room })), machine);
    await appendOutputs(planOutputs(plan, path), machine);
    return [];
  } catch (error) {
    return [{ code: 'disk/unwritable', message: `What the runner reads could not be written: ${String(error)}` }];
  }
}

/** Takes every secret of the environment out of a text, also those that only the settings know to be one. */
export function cleaner({ credentials }: Settings, { env }: Pick<Machine, 'env'>): (text: string) => string {
  return redactor(
    env,
    credentials.flatMap(({ layers, tiktok }) => [layers, tiktok]),
  );
}

/** What became of a comment, for whoever reads the log. */
export function postedText({ did, removed, url }: Posted, pull: string): string {
  if (did === 'untouched') {
    return removed > 0
      ? `Removed ${removed} further comments on ${pull}; the oldest says it already.`
      : `The comment on ${pull} says it already.`;
  }
  const further = removed > 0 ? `, and removed ${removed} that said the same` : '';
  const verb = did === 'created' ? 'Commented' : 'Edited the comment';
  return `${verb} on ${pull}${further}${url === undefined ? '' : `: ${url}`}`;
}
