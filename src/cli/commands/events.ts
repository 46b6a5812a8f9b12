import { explainEvent, exitCode, listEvents, seenEvents } from '../../operations/index.ts';
import type { Machine } from '../../machine.ts';
import type { Problem, Result } from '../../model/index.ts';
import {
  type CommandJson,
  eventAsText,
  eventJson,
  eventsAsText,
  eventsJson,
  seenAsText,
  seenJson,
} from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { EventsFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

type Offline = Pick<Machine, 'files' | 'cwd' | 'terminal'>;

/** Prints the event map of each layer. Offline. */
export async function events(
  options: EventsFlags & { readonly paths: readonly string[] },
  machine: Offline,
): Promise<Ended> {
  return print(await listEvents(options, machine), options, machine, eventsJson, eventsAsText);
}

/** Prints what happens to one SDK event in each layer. Offline. */
export async function explainOneEvent(
  options: EventsFlags & { readonly event: string; readonly paths: readonly string[] },
  machine: Offline,
): Promise<Ended> {
  return print(await explainEvent(options.event, options, machine), options, machine, eventJson, eventAsText);
}

/** Prints the events that apps sent and the relay drops. Reads at Layers. */
export async function seenInApps(
  options: EventsFlags & { readonly paths: readonly string[] },
  machine: Machine,
): Promise<Ended> {
  const { since } = options;
  const found = await seenEvents({ ...options, ...(since !== undefined && { sinceMs: since }) }, machine);
  return print(found, options, machine, seenJson, seenAsText);
}

type Text = { readonly colour: boolean; readonly verbose: boolean };

function print<T>(
  found: Result<{ readonly report: T; readonly problems: readonly Problem[] }>,
  { format, verbose = false }: EventsFlags,
  machine: Pick<Machine, 'terminal'>,
  json: (report: T, problems: readonly Problem[]) => CommandJson,
  asText: (report: T, options: Text) => string,
): Ended {
  if (!found.ok) return failed(found.problems, machine, format);
  const { report, problems } = found.value;
  printProblems(problems, machine);
  const exit = exitCode({ problems: problems.length > 0 });
  if (format === 'json') return { exit, json: json(report, problems) };
  machine.terminal.print(asText(report, { colour: machine.terminal.colour, verbose }));
  return exit;
}
