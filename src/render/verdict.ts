import { type Change, type Check, nameList, type Plan } from '../model/index.ts';
import { counted, countedParts } from './counting.ts';
import { type Line, line } from './style.ts';

/** The plan in one line, readable alone. Unknown values never count as equal. */
export function headlineText(plan: Plan): string {
  const changes = plan.layers.flatMap((layer) => layer.changes);
  const sentence = plan.refusals.length > 0 ? refused(plan, changes) : accepted(plan, changes);
  const head = `${sandboxHead(plan.sandbox)}${incompleteHead(plan.unread, plan.layers.length + plan.unread.length)}`;
  return `${head}${sentence}${checksText(plan.layers.flatMap((layer) => layer.checks))}`.trim();
}

/**
 * `Incomplete: 27 of 60 layers could not be read. `: begins every page that is not about all layers. Otherwise empty.
 */
export function incompleteHead(unread: readonly string[], of: number): string {
  return unread.length === 0 ? '' : `Incomplete: ${unread.length} of ${counted(of, 'layer')} could not be read. `;
}

/** `Not read: acme-ios, beta-ios`; `undefined` if everything was read. */
export function unreadText(unread: readonly string[]): string | undefined {
  return unread.length === 0 ? undefined : `Not read: ${nameList(unread)}`;
}

/** Begins every page that is not about real money. */
export function sandboxHead(sandbox: boolean): string {
  return sandbox ? 'SANDBOX · ' : '';
}

/** `2 changes (1 by reconcile, 1 by a person)`. */
export function changesText(changes: readonly Change[], within = ''): string {
  return `${counted(changes.length, 'change')}${within} (${whoText(changes)})`;
}

/** `as far as can be seen (3 values in 2 layers are unknown)`; empty if everything was readable. */
export function unseenText(layers: readonly { readonly unknown: readonly unknown[] }[]): string {
  const blind = layers.filter((layer) => layer.unknown.length > 0);
  const values = blind.reduce((sum, layer) => sum + layer.unknown.length, 0);
  if (values === 0) return '';
  const verb = values === 1 ? 'is' : 'are';
  return `, as far as can be seen (${counted(values, 'value')} in ${counted(blind.length, 'layer')} ${verb} unknown)`;
}

/** The same for a terminal; empty if everything was read. */
export function unreadLines(unread: readonly string[]): readonly Line[] {
  const text = unreadText(unread);
  return text === undefined ? [] : [line(0, text, 'bad')];
}

function refused(plan: Plan, changes: readonly Change[]): string {
  const what = changes.length === 0 ? 'no changes' : inLayers(plan, changes);
  return `Refused: ${what}, ${counted(plan.refusals.length, 'refusal')}.`;
}

function accepted(plan: Plan, changes: readonly Change[]): string {
  if (plan.layers.length === 0 && plan.unread.length > 0) return '';
  if (plan.layers.length === 0 && plan.removed.length === 0) return 'Nothing was planned: no layer was looked at.';
  if (changes.length > 0) return `Plan: ${inLayers(plan, changes)}.`;
  // If layers were not read, it is unknown if they have changes.
  const calm = plan.unread.length > 0 ? 'The others have no changes' : 'Nothing to do';
  const drift = plan.layers.reduce((sum, layer) => sum + layer.drift.length, 0);
  if (drift > 0) {
    return `${calm} for this diff. Drift left alone: ${counted(drift, 'value')}${unseenText(plan.layers)}.`;
  }
  if (plan.removed.length > 0)
    return `${calm} but to let go of ${counted(plan.removed.length, 'document')}${unseenText(plan.layers)}.`;
  const are = plan.layers.length === 1 ? 'is as its document says' : 'are as their documents say';
  return `${calm}: ${counted(plan.layers.length, 'layer')} ${are}${unseenText(plan.layers)}.`;
}

function inLayers(plan: Plan, changes: readonly Change[]): string {
  const layers = plan.layers.filter((layer) => layer.changes.length > 0).length;
  return changesText(changes, ` in ${counted(layers, 'layer')}`);
}

function whoText(changes: readonly Change[]): string {
  const by = (step: Change['step']['by']) => changes.filter((change) => change.step.by === step).length;
  return countedParts([
    [by('api'), 'by reconcile'],
    [by('human'), 'by a person'],
    [by('gated'), 'through the write gate'],
  ]);
}

/** ` Checks: 1 error, 2 warnings.`; empty without either. */
export function checksText(checks: readonly Check[]): string {
  const number = (severity: Check['severity']) => checks.filter((check) => check.severity === severity).length;
  const errors = number('error');
  const warnings = number('warning');
  if (errors + warnings === 0) return '';
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return ` Checks: ${parts.join(', ')}.`;
}
