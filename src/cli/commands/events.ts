import { EXIT, type ExitCode, explainEvent, exitCode, listEvents, seenEvents } from '../../operations/index.ts';
import type { Machine } from '../../machine.ts';
import type { Problem, Result } from '../../model/index.ts';
import { eventAsJson, eventAsText, eventsAsJson, eventsAsText, seenAsJson, seenAsText } from '../../render/index.ts';
import type { EventsFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

type Offline = Pick<Machine, 'files' | 'cwd' | 'terminal'>;

/** Prints the event map of each layer. Offline. */
export async function events(
  options: EventsFlags & { readonly paths: readonly string[] },
  machine: Offline,
): Promise<ExitCode> {
  return print(await listEvents(options, machine), options, machine, eventsAsJson, eventsAsText);
}

/** Prints what happens to one SDK event in each layer. Offline. */
export async function explainOneEvent(
  options: EventsFlags & { readonly event: string; readonly paths: readonly string[] },
  machine: Offline,
): Promise<ExitCode> {
  return print(await explainEvent(options.event, options, machine), options, machine, eventAsJson, eventAsText);
}

/** Prints the events that apps sent and the relay drops. Reads at Layers. */
export async function seenInApps(
  options: EventsFlags & { readonly paths: readonly string[] },
  machine: Machine,
): Promise<ExitCode> {
  const { since } = options;
  const found = await seenEvents({ ...options, ...(since !== undefined && { sinceMs: since }) }, machine);
  return print(found, options, machine, seenAsJson, seenAsText);
}

type Text = { readonly colour: boolean; readonly verbose: boolean };

function print<T>(
  found: Result<{ readonly report: T; readonly problems: readonly Problem[] }>,
  { format, verbose = false }: EventsFlags,
  machine: Pick<Machine, 'terminal'>,
  asJson: (report: T, problems: readonly Problem[]) => string,
  asText: (report: T, options: Text) => string,
): ExitCode {
  const problems = found.ok ? found.value.problems : found.problems;
  printProblems(problems, machine, format, !found.ok);
  if (!found.ok) return EXIT.problems;
  const { report } = found.value;
  const { colour } = machine.terminal;
  machine.terminal.print(format === 'json' ? asJson(report, problems) : asText(report, { colour, verbose }));
  return exitCode({ problems: problems.length > 0 });
}
