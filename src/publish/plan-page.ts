import { filesUrl, type Page, type Posted, runUrl } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import type { Plan, Problem, Settings } from '../model/index.ts';
import { annotations, planAsComment, planAsSummary, type ReviewFacts } from '../render/index.ts';
import { mayShowMoney } from './visibility.ts';
import { failureReason, redactDeep, redactor } from '../io/index.ts';
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

export type PlanPage = {
  readonly plan: Plan;
  readonly page: Page;
  /** Folder of the settings in the repository; `.` for the root. */
  readonly folder: string;
  readonly hideMoney: boolean;
  /** Notes besides the plan, one sentence each. */
  readonly notes: readonly string[];
  readonly review: ReviewFacts;
  /** Removes secrets: GitHub does not mask texts sent through its API. */
  readonly clean: (text: string) => string;
};

export async function planPage(
  saved: Plan,
  opened: OpenedSettings,
  machine: Machine,
  remarks: readonly string[] = [],
  facts: ReviewFacts = {},
): Promise<PlanPage> {
  const folder = await rootInRepository(opened.root, machine);
  const clean = cleaner(opened.settings, machine);
  const [plan, notes, known] = redactDeep([saved, remarks, facts] as const, { clean });
  const hideMoney = !(await mayShowMoney(plan, opened, machine));
  const url = runUrl(machine.env);
  const root = markerRoot(folder, opened.settingsFile);
  const files = known.planned && filesUrl(machine.env, known.planned.head, folder);
  const review = { ...known, ...(files !== undefined && { files }) };
  const options = { marker: { root }, hideMoney, notes, review, ...(url !== undefined && { runUrl: url }) };
  return { plan, page: { root, body: clean(planAsComment(plan, options)) }, folder, hideMoney, notes, review, clean };
}

/**
 * Writes annotations, summary and outputs. They come before the comment, so that the plan is visible even if GitHub
 * refuses it.
 *
 * @param path absolute path of the saved plan
 * @param annotate whether workflow commands may be printed to stdout
 */
export async function publishToRunner(
  { plan, folder, hideMoney, notes, review, clean }: PlanPage,
  path: string,
  annotate: boolean,
  machine: Machine,
): Promise<readonly Problem[]> {
  if (onRunner(machine) && annotate) {
    writeWorkflowCommands(clean(annotations({ plan }, { root: folder, hideMoney })), machine);
  }
  try {
    const room = await summaryRoom(machine);
    if (room !== undefined)
      await appendSummary(clean(planAsSummary(plan, { hideMoney, notes, review, limit: room })), machine);
    await appendOutputs(planOutputs(plan, path), machine);
    return [];
  } catch (error) {
    return [
      {
        code: 'disk/unwritable',
        message: `The files of the GitHub Actions runner could not be written (${failureReason(error)}).`,
      },
    ];
  }
}

/** Removes all secrets of the environment from a text, including those that only the settings name. */
export function cleaner({ credentials }: Settings, { env }: Pick<Machine, 'env'>): (text: string) => string {
  return redactor(
    env,
    credentials.flatMap(({ layers, tiktok }) => [layers, tiktok]),
  );
}

export function postedText({ did, removed, url }: Posted, pull: string): string {
  const duplicates = removed === 0 ? '' : `, removed ${removed} ${removed === 1 ? 'duplicate' : 'duplicates'}`;
  if (did === 'untouched') return `The comment on ${pull} is up to date${duplicates}.`;
  const verb = did === 'created' ? 'Commented' : 'Edited the comment';
  return `${verb} on ${pull}${duplicates}${url === undefined ? '' : `: ${url}`}`;
}
