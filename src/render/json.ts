import {
  type ApplyOutcome,
  checksumOfMembers,
  type ConfirmedLayer,
  type Connection,
  type DoctorReport,
  type DriftReport,
  type EventReport,
  type EventsReport,
  type Explained,
  type FieldReport,
  type ImportReport,
  isHealthy,
  type Plan,
  type Problem,
  type Report,
  type SeenReport,
  type VerifyReport,
} from '../model/index.ts';
import { confirmedSentences } from './confirm/confirmed-as-text.ts';
import { fileDiff } from './import/file-diff.ts';
import type { InitReport } from './init/init-as-text.ts';
import { type CommandJson, commandJsonParts, commandJsonText } from './parts/command-json.ts';
import type { Validated } from './problems/problems-as-text.ts';
import type { Tour } from './todo/visits.ts';

/**
 * A plan as it is saved. Its bytes do not depend on the order of object keys. `parsePlan` rejects it after any edit.
 *
 * @param problems why it is incomplete. With problems, it cannot be applied.
 */
export function planAsJson(plan: Plan, problems: readonly Problem[] = []): string {
  return commandJsonText(planJson(plan, problems));
}

/** The same in parts, to be written one after the other. */
export function planAsJsonParts(plan: Plan): Iterable<string> {
  return commandJsonParts(planJson(plan));
}

/** The same on one line, for an artifact: with thousands of layers, indentation is two fifths of the bytes. */
export function planAsArtifact(plan: Plan): string {
  return commandJsonText(planJson(plan), { indent: 0 });
}

/** @param problems why it is incomplete. With problems, it cannot be applied. */
export function planJson(plan: Plan, problems: readonly Problem[] = []): CommandJson {
  const whole = { ...plan, counts: planCounts(plan), ...problemsMember(problems) };
  return { ...whole, checksum: checksumOfMembers(whole) };
}

function planCounts({ layers, refusals, removed, skipped, unread }: Plan): Counts {
  const changes = layers.flatMap((layer) => layer.changes);
  return {
    layers: layers.length,
    changes: changes.length,
    manual: changes.filter(({ step }) => step.by === 'human').length,
    gated: changes.filter(({ step }) => step.by === 'gated').length,
    refusals: refusals.length,
    checks: layers.flatMap(({ checks }) => checks).length,
    drift: layers.flatMap(({ drift }) => drift).length,
    unknown: layers.flatMap(({ unknown }) => unknown).length,
    removed: removed.length,
    skipped: skipped.length,
    unread: unread.length,
  };
}

type Counts = Readonly<Record<string, number>>;

function problemsMember(problems: readonly Problem[]): { readonly problems?: readonly Problem[] } {
  return problems.length === 0 ? {} : { problems };
}

/** The number of items of each state, also of those that do not occur. */
function countsOf<T extends string>(states: readonly T[], found: readonly T[]): Counts {
  return Object.fromEntries(states.map((state) => [state, found.filter((one) => one === state).length]));
}

/** Why a command has no other result. */
export function problemsJson(problems: readonly Problem[]): CommandJson {
  return json('problems', { counts: { problems: problems.length }, problems });
}

/** @param problems failures besides a change, such as a claim that could not be taken */
export function entriesJson(outcome: ApplyOutcome, problems: readonly Problem[]): CommandJson {
  const { left = null, verifiedAt = null, entries, ...rest } = outcome;
  const { 'not tried': notTried = 0, ...states } = countsOf(
    ['done', 'waiting', 'failed', 'not tried'],
    entries.map((entry) => entry.outcome),
  );
  const counts = { layers: outcome.of, unread: outcome.unread.length, ...states, notTried, problems: problems.length };
  return json('apply', { ...rest, entries, left, problems, verifiedAt, counts });
}

/** @param problems why it is incomplete */
export function driftJson(report: DriftReport, problems: readonly Problem[] = []): CommandJson {
  const { layers, unread } = report;
  const counts = {
    layers: layers.length,
    drifted: layers.filter(({ drift }) => drift.length > 0).length,
    drift: layers.flatMap(({ drift }) => drift).length,
    pending: layers.flatMap(({ pending }) => pending).length,
    open: layers.flatMap(({ open }) => open).length,
    unknown: layers.flatMap(({ unknown }) => unknown).length,
    checks: layers.flatMap(({ checks }) => checks).length,
    unread: unread.length,
  };
  return json('drift', { ...report, counts, ...problemsMember(problems) });
}

/** @param problems why it is incomplete */
export function verifyJson(report: VerifyReport, problems: readonly Problem[]): CommandJson {
  const states = report.layers.flatMap(({ findings }) => findings.map(({ state }) => state));
  const counts = {
    layers: report.layers.length,
    ...countsOf(['green', 'red', 'stated', 'unknown'], states),
    unread: report.unread.length,
  };
  return json('verify', { ...report, counts, ...problemsMember(problems) });
}

/** @param problems why it is incomplete */
export function reportJson(report: Report, problems: readonly Problem[]): CommandJson {
  const counts = {
    layers: report.layers.length,
    ...countsOf(
      ['act', 'watch', 'none'],
      report.layers.map(({ attention }) => attention),
    ),
    unread: report.unread.length,
  };
  return json('report', { ...report, counts, ...problemsMember(problems) });
}

export function validJson(validated: Validated): CommandJson {
  const { layers, files, checks, warnings } = validated;
  return json('validate', {
    valid: true,
    ...validated,
    counts: { layers: layers.length, files, checks: checks.length, warnings: warnings.length },
  });
}

/** @param problems why it is incomplete */
export function eventsJson(report: EventsReport, problems: readonly Problem[] = []): CommandJson {
  const { layers, invalid } = report;
  const counts = {
    layers: layers.length,
    mapped: layers.flatMap(({ mapped }) => mapped).length,
    dropped: layers.flatMap(({ dropped }) => dropped).length,
    checks: layers.flatMap(({ checks }) => checks).length,
    invalid: invalid.length,
  };
  return json('events', { ...report, counts, ...problemsMember(problems) });
}

export function seenJson(report: SeenReport, problems: readonly Problem[] = []): CommandJson {
  const { layers, unread } = report;
  const counts = {
    layers: layers.length,
    forwarded: layers.flatMap(({ forwarded }) => forwarded).length,
    dropped: layers.flatMap(({ dropped }) => dropped).length,
    checks: layers.flatMap(({ checks }) => checks).length,
    unread: unread.length,
  };
  return json('events-seen', { ...report, counts, ...problemsMember(problems) });
}

export function eventJson(report: EventReport, problems: readonly Problem[] = []): CommandJson {
  const { layers, invalid } = report;
  const forwarded = layers.filter(({ mapped, isOff }) => mapped !== null && !isOff).length;
  const counts = { layers: layers.length, forwarded, invalid: invalid.length };
  return json('event', { ...report, counts, ...problemsMember(problems) });
}

export function doctorJson(report: DoctorReport): CommandJson {
  const { credentials, apis } = report;
  const states = credentials.flatMap(({ layers, tiktok }) => [layers.state, tiktok.state]);
  const {
    accepted,
    failed,
    'not set': notSet,
    'not tried': notTried,
  } = countsOf(['accepted', 'failed', 'not set', 'not tried'], states);
  const counts = { apis: apis.length, credentials: credentials.length, accepted, failed, notSet, notTried };
  return json('doctor', { healthy: isHealthy(report), ...report, counts });
}

export function fieldJson(report: FieldReport): CommandJson {
  return json('field', report);
}

export function codeJson(explained: Explained): CommandJson {
  return json('explain', explained);
}

/** With the diff of each file in a dry run. */
export function importJson({ files, problems, ...report }: ImportReport): CommandJson {
  const counts = countsOf(
    ['created', 'updated', 'unchanged', 'skipped', 'failed'],
    report.layers.map(({ state }) => state),
  );
  const changed = files.map((file) => ({
    path: file.path,
    change: file.before === null ? 'created' : 'updated',
    ...(report.dryRun && { diff: fileDiff(file) }),
  }));
  return json('import', { ...report, counts, files: changed, ...problemsMember(problems) });
}

/** @param plan the first one; absent if it could not be made */
export function initJson(report: InitReport, plan: Plan | undefined, problems: readonly Problem[]): CommandJson {
  const counts = countsOf(
    ['created', 'kept'],
    report.files.map(({ result }) => result),
  );
  return json('init', { ...report, counts, plan: plan ?? null, problems });
}

/** @param plan the current one; absent if it could not be made */
export function confirmedJson(
  layers: readonly ConfirmedLayer[],
  plan: Plan | undefined,
  problems: readonly Problem[],
): CommandJson {
  const message = layers.flatMap(confirmedSentences).join('\n');
  const counts = countsOf(
    ['recorded', 'nothing', 'failed'],
    layers.map(({ state }) => state),
  );
  return json('confirm', { layers, counts, message, plan: plan ?? null, ...problemsMember(problems) });
}

/** @param problems why it is incomplete */
export function todoJson(tour: Tour, problems: readonly Problem[]): CommandJson {
  const { visits, blocked, refused, afterAdoption } = tour;
  const steps = visits.flatMap((visit) => visit.steps).length;
  const counts = { screens: visits.length, steps, blocked: blocked.length, afterAdoption, refused: refused.length };
  return json('todo', { ...tour, counts, ...problemsMember(problems) });
}

export function connectionJson(connection: Connection): CommandJson {
  return json('connect', connection);
}

/** @param result what was posted, written or rehearsed */
export function commentJson(result: object): CommandJson {
  return json('comment', result);
}

/** @param served addresses of a running sandbox, and variables for other programs */
export function sandboxJson(served: object): CommandJson {
  return json('sandbox', served);
}

function json(name: string, members: object): CommandJson {
  return { format: `reconcile-${name}`, version: 1, ...members };
}
