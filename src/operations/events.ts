import type { Machine } from '../machine.ts';
import { type EventReport, type EventsReport, ok, type Problem, type Result } from '../model/index.ts';
import { eventFate, layerEvents } from '../plan/index.ts';
import { openPartialWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';

type Disk = Pick<Machine, 'files' | 'cwd'>;

/** `problems`: those of invalid documents, which are left out. */
type Listed<T> = { readonly report: T; readonly problems: readonly Problem[] };

/** The event map of each document. Needs no network and no credentials. */
export async function listEvents(options: WorkspaceOptions, machine: Disk): Promise<Result<Listed<EventsReport>>> {
  const opened = await openDocuments(options, machine);
  if (!opened.ok) return opened;
  const { desired, ...rest } = opened.value;
  return ok(listed({ layers: desired.map(layerEvents) }, rest));
}

/** What happens to one SDK event in each document. Needs no network and no credentials. */
export async function explainEvent(
  event: string,
  options: WorkspaceOptions,
  machine: Disk,
): Promise<Result<Listed<EventReport>>> {
  const opened = await openDocuments(options, machine);
  if (!opened.ok) return opened;
  const { desired, ...rest } = opened.value;
  return ok(listed({ event, layers: desired.map((layer) => eventFate(layer, event)) }, rest));
}

async function openDocuments(options: WorkspaceOptions, machine: Disk): Promise<Result<Workspace>> {
  const offline = { ...machine, env: {} };
  const opened = await openPartialWorkspace(options, offline);
  if (!opened.ok) return opened;
  const { desired, invalid, problemsOf } = opened.value;
  // With nothing to show, the problems are the result.
  return desired.length === 0 && invalid.length > 0 ? { ok: false, problems: problemsOf(invalid) } : opened;
}

function listed<T>(
  report: T,
  { invalid, problemsOf }: Pick<Workspace, 'invalid' | 'problemsOf'>,
): Listed<T & { readonly invalid: readonly string[] }> {
  return { report: { ...report, invalid: invalid.map(({ name }) => name) }, problems: problemsOf(invalid) };
}
