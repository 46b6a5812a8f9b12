import type { Machine } from '../machine.ts';
import { type Problem, SETTINGS_FILE } from '../model/index.ts';
import { annotations, problemsAsSummary, problemsAsText, withoutNumbers } from '../render/index.ts';
import {
  appendSummary,
  cleaner,
  isPrivate,
  markerRoot,
  mayShowMoney,
  rootInRepository,
  summaryRoom,
  writeWorkflowCommands,
} from '../publish/index.ts';
import { failureReason, findSettings, redactDeep, redactor } from '../io/index.ts';
import { openSettings } from '../operations/index.ts';

export type PublishOptions = {
  /** Folder of the settings in the repository; `.` for the root. */
  readonly folder: string;
  /** Distinguishes our pages for these settings from all others. */
  readonly pageRoot: string;
  readonly hideMoney: boolean;
  /** Removes secrets from a text that goes to the API of GitHub. */
  readonly clean: (text: string) => string;
};

/**
 * Never fails: without settings only the event counts, and unknown means public.
 *
 * @param base commit compared with: its settings must agree before money is shown
 */
export async function publishOptions(
  config: string | undefined,
  machine: Machine,
  base: string | null = null,
): Promise<PublishOptions> {
  const found = await findSettings(machine, config);
  const folder = await rootInRepository(found.ok ? found.value.root : machine.cwd, machine);
  const pageRoot = markerRoot(folder, (found.ok ? found.value.file?.filePath : undefined) ?? SETTINGS_FILE);
  const opened = await openSettings(config, machine);
  return opened.ok
    ? {
        folder,
        pageRoot,
        hideMoney: !(await mayShowMoney({ base }, opened.value, machine)),
        clean: cleaner(opened.value.settings, machine),
      }
    : { folder, pageRoot, hideMoney: !(await isPrivate(machine)), clean: redactor(machine.env) };
}

/** As annotations, in the summary and in the log, which is as public as the comment. */
export async function publishProblems(
  all: readonly Problem[],
  { folder, hideMoney, clean }: Omit<PublishOptions, 'pageRoot'>,
  machine: Machine,
): Promise<void> {
  if (all.length === 0) return;
  const problems = redactDeep(all, { clean });
  writeWorkflowCommands(annotations({ problems }, { root: folder, hideMoney }), machine);
  const shown = hideMoney ? problems.map(withoutAmounts) : problems;
  machine.terminal.warn(problemsAsText(shown, { colour: machine.terminal.warnColour }));
  await addToSummary((limit) => problemsAsSummary(problems, { hideMoney, limit }), machine);
}

/**
 * Does nothing without a summary or without room. A failure is only logged, because the log has the same content.
 *
 * @param page makes the page within a limit in bytes
 */
export async function addToSummary(page: (limit: number) => string, machine: Machine): Promise<void> {
  try {
    const room = await summaryRoom(machine);
    const text = room === undefined ? '' : page(room);
    if (room !== undefined && new TextEncoder().encode(text).length <= room) await appendSummary(text, machine);
  } catch (error) {
    machine.terminal.warn(`The job summary could not be written (${failureReason(error)}).\n`);
  }
}

function withoutAmounts({ message, remedy, ...problem }: Problem): Problem {
  return {
    ...problem,
    message: withoutNumbers(message),
    ...(remedy !== undefined && { remedy: withoutNumbers(remedy) }),
  };
}
