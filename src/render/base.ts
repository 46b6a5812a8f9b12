import type { Plan, PlannedLayer } from '../model/index.ts';
import { counted, named } from './counting.ts';
import { fieldsAsLines } from './field-text.ts';
import { fieldLines, liveSide, readingOf } from './fields.ts';
import { sideText } from './value.ts';

/** A part of a page: a title and lines of plain text, by layer if they are about one. Not escaped yet. */
export type Section = {
  readonly title: string;
  readonly groups: readonly { readonly layer?: string; readonly lines: readonly string[] }[];
};

/** Live edits made since the base that the changes would overwrite. The first of the surprises. */
export function overwritten(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Live edits that would be overwritten',
    groups: plan.layers.flatMap((layer) => grouped(layer.name, editsOf(plan, layer, hideMoney))),
  };
}

/** Drift that is left alone because the diff does not change it. */
export function driftAlone(plan: Plan, hideMoney: boolean): Section {
  return {
    title: 'Drift left alone (--fix-drift makes changes of it)',
    groups: plan.layers.flatMap((layer) => {
      const reading = readingOf(plan, layer, hideMoney);
      const fields = layer.drift.flatMap((field) => fieldLines(field, reading));
      return grouped(
        layer.name,
        fieldsAsLines(fields, 0).map(({ text, indent }) => '  '.repeat(indent) + text),
      );
    }),
  };
}

/** Documents that the diff removes. Their layers stay as they are. */
export function goneDocuments({ removed: gone }: Plan): Section {
  const lines = gone.map(({ name, file, fields }) => {
    const count = Object.keys(fields).length;
    return `${name} (${file}): ${counted(count, 'field')} ${count === 1 ? 'stays' : 'stay'} as live`;
  });
  return { title: 'Released: documents that are not there any more', groups: grouped(undefined, lines) };
}

/** Settings of the diff that are ignored. */
export function ignoredSettings({ ignored }: Plan): Section {
  return { title: 'Ignored: settings that belong to the base', groups: grouped(undefined, ignored) };
}

/** Layers that the diff cannot affect; `undefined` if there are none. */
export function notLookedAtText({ skipped }: Plan): string | undefined {
  if (skipped.length === 0) return undefined;
  return `Not looked at, because the diff cannot affect them: ${named(skipped)}.`;
}

function editsOf(plan: Plan, layer: PlannedLayer, hideMoney: boolean): readonly string[] {
  const reading = readingOf(plan, layer, hideMoney);
  return layer.overwrites.map(({ path, base, live }) => {
    const was = base === null ? '(nothing)' : sideText(liveSide(path, { provenance: 'api', value: base }, reading));
    return `${path}: git said ${was}, somebody made it ${sideText(liveSide(path, live, reading))}`;
  });
}

function grouped(layer: string | undefined, lines: readonly string[]): Section['groups'] {
  return lines.length === 0 ? [] : [{ ...(layer !== undefined && { layer }), lines }];
}
