import type { DriftReport, FieldChange, LayerDrift } from '../model/index.ts';
import { checkLines } from './check-lines.ts';
import { counted } from './counting.ts';
import { fieldsAsLines } from './field-text.ts';
import { type FieldLine, fieldLines, type Reading, readingOf } from './fields.ts';
import { joinSections, asTerminal, line, type Line, type TextOptions, type Tone } from './style.ts';
import { unknownLines } from './unknown.ts';
import { sideText } from './value.ts';
import { checksText, incompleteHead, sandboxHead, unreadLines, unseenText } from './verdict.ts';

/** A drift report for a terminal. Changes that wait for an apply are separate from drift. */
export function driftAsText(report: DriftReport, options: TextOptions): string {
  return asTerminal(
    joinSections([
      [line(0, headlineText(report), toneOf(report)), ...unreadLines(report.unread)],
      section('Drift', report.layers, (layer) =>
        layer.drift.flatMap((field) => driftLines(field, readingOf(report, layer, false))),
      ),
      section(
        'Not live: the document says something else than what was last applied or stated',
        report.layers,
        (layer) =>
          fieldsAsLines(
            layer.pending.flatMap((field) => fieldLines(field, readingOf(report, layer, false))),
            2,
          ),
      ),
      checkLines(report.layers),
      unknownLines(report.layers),
      [line(0, `${counted(report.calls, 'API call')} used.`, 'quiet')],
    ]),
    options,
  );
}

function headlineText(report: DriftReport): string {
  const pending = report.layers.reduce((sum, layer) => sum + layer.pending.length, 0);
  const waiting = pending === 0 ? '' : ` ${counted(pending, 'value')} in documents not applied yet.`;
  return `${driftVerdict(report)}${waiting}`;
}

/** Drift in one line, without changes that wait for an apply. */
export function driftVerdict(report: DriftReport): string {
  const { layers, unread, sandbox } = report;
  const drift = driftIn(report).length;
  const head = `${sandboxHead(sandbox)}${incompleteHead(unread, layers.length + unread.length)}`;
  const checks = checksText(layers.flatMap((layer) => layer.checks));
  return `${head}${drift === 0 ? calm(report) : moved(layers, drift)}${checks}`.trim();
}

function calm({ layers, unread }: DriftReport): string {
  // If layers were not read, it is unknown if they drifted.
  if (layers.length === 0) return unread.length > 0 ? '' : 'No layer was looked at.';
  return `${unread.length > 0 ? 'The others have not drifted' : 'No drift'}: nothing moved in ${counted(layers.length, 'layer')}${unseenText(layers)}.`;
}

function moved(layers: readonly LayerDrift[], drift: number): string {
  const location = layers.filter((layer) => layer.drift.length > 0).length;
  return `Drift: ${counted(drift, 'value')} moved live in ${location} of ${counted(layers.length, 'layer')}.`;
}

function toneOf(report: DriftReport): Tone {
  if (report.unread.length > 0) return 'bad';
  return driftIn(report).length > 0 ? 'warning' : 'strong';
}

function driftIn({ layers }: DriftReport): readonly FieldChange[] {
  return layers.flatMap((layer) => layer.drift);
}

function section(
  heading: string,
  layers: readonly LayerDrift[],
  linesOf: (layer: LayerDrift) => readonly Line[],
): readonly Line[] {
  const filled = layers.flatMap((layer) => {
    const lines = linesOf(layer);
    return lines.length === 0 ? [] : [line(1, `${layer.name}  ${layer.file}`, 'strong'), ...lines];
  });
  return filled.length === 0 ? [] : [line(0, heading, 'strong'), ...filled];
}

/** An arrow would announce a change. Drift is two facts side by side. */
function driftLines(field: FieldChange, reading: Reading): readonly Line[] {
  return fieldLines(field, reading).flatMap((one) => oneDrift(one));
}

function oneDrift(field: FieldLine): readonly Line[] {
  switch (field.shape) {
    case 'arrow': {
      // The result of a switch, such as a pause, has no live side: nothing is about to be switched.
      if (field.before === undefined) return [];
      const label = field.group === undefined ? field.label : `${field.group}: ${field.label}`;
      return [line(2, `${label}: live ${sideText(field.before)}; document ${sideText(field.after)}`)];
    }
    case 'set': {
      const parts = [
        ...(field.went.length > 0 ? [`live has besides ${field.went.join(', ')}`] : []),
        ...(field.came.length > 0 ? [`live lacks ${field.came.join(', ')}`] : []),
      ];
      return [line(2, `${field.label}: ${parts.join('; ')}`)];
    }
    case 'block':
      return [line(2, `${field.label}: - live, + document`), ...fieldsAsLines([field], 2).slice(1)];
    default:
      return field satisfies never;
  }
}
