import {
  type ApplyOutcome,
  checksumOf,
  type ConfirmedLayer,
  type Connection,
  type DoctorReport,
  type DriftReport,
  type EventReport,
  type EventsReport,
  type Explained,
  type FieldReport,
  isHealthy,
  type Plan,
  type Problem,
  type SeenReport,
  type Value,
  type VerifyReport,
} from '../model/index.ts';
import { confirmedSentences } from './confirm/confirmed-as-text.ts';
import { forJson } from './parts/escape.ts';
import type { InitReport } from './init/init-as-text.ts';
import type { Validated } from './problems/problems-as-text.ts';
import type { Tour } from './todo/visits.ts';

/**
 * A plan as it is saved. Its bytes do not depend on the order of object keys. `parsePlan` rejects it after any edit.
 *
 * @param problems why it is incomplete. With problems, it cannot be applied.
 */
export function planAsJson(plan: Plan, problems: readonly Problem[] = []): string {
  return planDocument(plan, problems, 2);
}

/** The same on one line, for an artifact: with thousands of layers, indentation is two fifths of the bytes. */
export function planAsArtifact(plan: Plan): string {
  return planDocument(plan, [], 0);
}

function planDocument(plan: Plan, problems: readonly Problem[], indent: number): string {
  const { format, version, ...rest } = plan;
  const whole = { ...plan, ...problemsMember(problems) };
  // As it is read again: without members that are `undefined`.
  const checksum = checksumOf(JSON.parse(JSON.stringify(whole)) as Value);
  return document(format, version, { ...rest, ...problemsMember(problems), checksum }, indent);
}

function problemsMember(problems: readonly Problem[]): { readonly problems?: readonly Problem[] } {
  return problems.length === 0 ? {} : { problems };
}

export function problemsAsJson(problems: readonly Problem[]): string {
  return document('reconcile-problems', 1, { problems });
}

/** @param problems failures besides a change, such as a claim that could not be taken */
export function entriesAsJson(outcome: ApplyOutcome, problems: readonly Problem[]): string {
  const { left = null, verifiedAt = null, ...rest } = outcome;
  return document('reconcile-apply', 1, { ...rest, left, problems, verifiedAt });
}

/** @param problems why it is incomplete */
export function driftAsJson(report: DriftReport, problems: readonly Problem[] = []): string {
  return document('reconcile-drift', 1, { ...report, ...problemsMember(problems) });
}

/** @param problems why it is incomplete */
export function verifyAsJson(report: VerifyReport, problems: readonly Problem[]): string {
  return document('reconcile-verify', 1, { ...report, ...problemsMember(problems) });
}

export function validAsJson(validated: Validated): string {
  return document('reconcile-validate', 1, { valid: true, ...validated });
}

/** @param problems why it is incomplete */
export function eventsAsJson(report: EventsReport, problems: readonly Problem[] = []): string {
  return document('reconcile-events', 1, { ...report, ...problemsMember(problems) });
}

export function seenAsJson(report: SeenReport, problems: readonly Problem[] = []): string {
  return document('reconcile-events-seen', 1, { ...report, ...problemsMember(problems) });
}

export function eventAsJson(report: EventReport, problems: readonly Problem[] = []): string {
  return document('reconcile-event', 1, { ...report, ...problemsMember(problems) });
}

export function doctorAsJson(report: DoctorReport): string {
  return document('reconcile-doctor', 1, { healthy: isHealthy(report), ...report });
}

export function fieldAsJson(report: FieldReport): string {
  return document('reconcile-field', 1, report);
}

export function codeAsJson(explained: Explained): string {
  return document('reconcile-explain', 1, explained);
}

/** @param plan the first one; absent if it could not be made */
export function initAsJson(report: InitReport, plan: Plan | undefined, problems: readonly Problem[]): string {
  return document('reconcile-init', 1, { ...report, plan: plan ?? null, problems });
}

/** @param plan the current one; absent if it could not be made */
export function confirmedAsJson(
  layers: readonly ConfirmedLayer[],
  plan: Plan | undefined,
  problems: readonly Problem[],
): string {
  const message = layers.flatMap(confirmedSentences).join('\n');
  return document('reconcile-confirm', 1, { layers, message, plan: plan ?? null, ...problemsMember(problems) });
}

/** @param problems why it is incomplete */
export function todoAsJson(tour: Tour, problems: readonly Problem[]): string {
  return document('reconcile-todo', 1, { ...tour, ...problemsMember(problems) });
}

export function connectionAsJson(connection: Connection): string {
  return document('reconcile-connect', 1, connection);
}

/** The format comes first; all other keys are sorted, at every depth. */
function document(format: string, version: number, rest: object, indent = 2): string {
  const json = JSON.stringify({ format, version, ...rest }, sortedKeys(['format', 'version']), indent);
  return `${forJson(json)}\n`;
}

function sortedKeys(first: readonly string[]): (key: string, value: unknown) => unknown {
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return (place, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const order = place === '' ? rank : () => 0;
    const entries = Object.entries(value).sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  };
}
