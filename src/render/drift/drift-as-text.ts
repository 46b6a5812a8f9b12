import type { DriftReport, FieldChange, LayerDrift } from '../../model/index.ts';
import { checkLines, headlineChecks } from '../parts/checks.ts';
import {
  incompleteHead,
  sandboxHead,
  uncheckedTexts,
  unknownLines,
  unknownText,
  unreadLines,
} from '../parts/coverage.ts';
import { fieldsAsLines } from '../parts/field-text.ts';
import { type FieldLine, fieldLines, linesOfChange, type Reading, readingOf } from '../parts/fields.ts';
import { counted } from '../parts/phrases.ts';
import { openText } from '../parts/step.ts';
import {
  asTerminal,
  joinSections,
  type Line,
  line,
  maxNamesOf,
  type TextOptions,
  type Tone,
} from '../parts/terminal.ts';
import { sideText } from '../parts/value.ts';

export function driftAsText(report: DriftReport, options: TextOptions): string {
  const { layers } = report;
  return asTerminal(
    joinSections([
      [line(0, headlineText(report), toneOf(report)), ...unreadLines(report.unread)],
      section('Drift', layers, (layer) =>
        layer.drift.flatMap((field) => driftLines(field, readingOf(report, layer, false))),
      ),
      section('Not applied yet: the document differs from the value last applied or confirmed', layers, (layer) =>
        fieldsAsLines(
          layer.pending.flatMap((field) => fieldLines(field, readingOf(report, layer, false))),
          2,
        ),
      ),
      section(OPEN_TITLE, layers, (layer) => openLines(layer, readingOf(report, layer, false))),
      checkLines(layers, maxNamesOf(options)),
      unknownLines(layers, maxNamesOf(options)),
      [
        ...uncheckedTexts(layers).map((text) => line(0, text, 'quiet')),
        line(0, `${counted(report.calls, 'API call')} used.`, 'quiet'),
      ],
    ]),
    options,
  );
}

export const OPEN_TITLE = 'Open: reviewed, and not applied yet';

function openLines({ open }: LayerDrift, reading: Reading): readonly Line[] {
  return open.flatMap((change) => [
    line(2, `${change.kind}: ${openText(change, open)}`),
    ...fieldsAsLines(linesOfChange(change, reading), 3),
  ]);
}

/** Drift in one line, without changes that wait for an apply. */
export function driftHeadline(report: DriftReport): string {
  const { layers, unread, sandbox } = report;
  const drift = driftIn(report).length;
  const head = `${sandboxHead(sandbox)}${incompleteHead(unread, layers.length + unread.length)}`;
  return `${head}${drift === 0 ? noDrift(report) : driftCount(layers, drift)}${headlineChecks(layers)}`.trim();
}

function headlineText(report: DriftReport): string {
  const pending = report.layers.reduce((sum, layer) => sum + layer.pending.length, 0);
  const open = report.layers.reduce((sum, layer) => sum + layer.open.length, 0);
  return [
    driftHeadline(report),
    ...(pending === 0 ? [] : [`Not applied yet: ${counted(pending, 'value')}.`]),
    ...(open === 0 ? [] : [`Open: ${counted(open, 'reviewed change')}.`]),
  ].join(' ');
}

function noDrift({ layers, unread }: DriftReport): string {
  // If layers were not read, it is unknown if they drifted.
  if (layers.length === 0) return unread.length > 0 ? '' : 'No layer documents yet.';
  const which = unread.length > 0 ? 'the other ' : '';
  return `No drift in ${which}${counted(layers.length, 'layer')}${unknownText(layers)}.`;
}

function driftCount(layers: readonly LayerDrift[], drift: number): string {
  const drifted = layers.filter((layer) => layer.drift.length > 0).length;
  return `Drift: ${counted(drift, 'live value')} changed in ${drifted} of ${counted(layers.length, 'layer')}.`;
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
      return [line(2, `${label}: ${sideText(field.after)} in the document, ${sideText(field.before)} live`)];
    }
    case 'set': {
      const parts = [
        ...(field.added.length > 0 ? [`${field.added.join(', ')} only in the document`] : []),
        ...(field.removed.length > 0 ? [`${field.removed.join(', ')} only live`] : []),
      ];
      return [line(2, `${field.label}: ${parts.join('; ')}`)];
    }
    case 'block':
      return [line(2, `${field.label}: - live, + document`), ...fieldsAsLines([field], 2).slice(1)];
    default:
      return field satisfies never;
  }
}
