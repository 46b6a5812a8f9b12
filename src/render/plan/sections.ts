import { type LiveValue, nameList, type Plan, type PlannedLayer } from '../../model/index.ts';
import { fieldsAsLines } from '../parts/field-text.ts';
import { fieldLines, liveSide, readingOf } from '../parts/fields.ts';
import { counted } from '../parts/phrases.ts';
import { sideText } from '../parts/value.ts';

/** Lines of plain text below a title, by layer if they are about one. Not escaped yet. */
export type Section = {
  readonly title: string;
  readonly groups: readonly { readonly layer?: string; readonly lines: readonly string[] }[];
};

export function overwrittenEdits(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Live edits that would be overwritten',
    groups: plan.layers.flatMap((layer) => grouped(layer.name, editsOf(plan, layer, hideMoney))),
  };
}

export function driftLeftAlone(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Drift left alone (--fix-drift turns it into changes)',
    groups: plan.layers.flatMap((layer) => {
      const reading = readingOf(plan, layer, hideMoney);
      const fields = layer.drift.flatMap((field) => fieldLines(field, reading));
      const lines = fieldsAsLines(fields, 0).map(({ text, indent }) => '  '.repeat(indent) + text);
      return grouped(layer.name, lines);
    }),
  };
}

export function releasedFields(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Released: no longer in the document, unchanged live',
    groups: plan.layers.flatMap((layer) => {
      const reading = readingOf(plan, layer, hideMoney);
      return grouped(
        layer.name,
        layer.released.map(({ path, live }) => `${path}: ${staysText(live, sideText(liveSide(path, live, reading)))}`),
      );
    }),
  };
}

export function removedDocuments({ removed }: Plan): Section {
  const lines = removed.map(({ name, file, fields }) => {
    const count = Object.keys(fields).length;
    return `${name} (${file}): ${counted(count, 'field')} ${count === 1 ? 'keeps its live value' : 'keep their live values'}`;
  });
  return { title: 'Released: removed documents', groups: grouped(undefined, lines) };
}

export function ignoredSettings({ ignored }: Plan): Section {
  return { title: 'Ignored: settings that only the base can change', groups: grouped(undefined, ignored) };
}

/** The end of a page. */
export function closingTexts({ skipped, calls }: Plan): readonly string[] {
  return [
    ...(skipped.length === 0 ? [] : [`Skipped, not affected by this diff: ${nameList(skipped)}`]),
    `${counted(calls.used, 'API call')} used, ${calls.forecast} expected for an apply.`,
  ];
}

/** `stays 30000 live`. An unknown value stays as well. */
function staysText(live: LiveValue, shown: string): string {
  if (live.provenance === 'unknown') return 'stays unchanged live (unknown)';
  return live.value === undefined ? 'stays absent live' : `stays ${shown} live`;
}

function editsOf(plan: Plan, layer: PlannedLayer, hideMoney: boolean): readonly string[] {
  const reading = readingOf(plan, layer, hideMoney);
  return layer.overwrites.map(({ path, base, live }) => {
    const inGit = base === null ? '(absent)' : sideText(liveSide(path, { provenance: 'api', value: base }, reading));
    return `${path}: ${inGit} in git, ${sideText(liveSide(path, live, reading))} live`;
  });
}

function grouped(layer: string | undefined, lines: readonly string[]): Section['groups'] {
  return lines.length === 0 ? [] : [{ ...(layer !== undefined && { layer }), lines }];
}
