import {
  type ConfirmedLayer,
  type ConfirmedValue,
  type FieldPath,
  groupBy,
  nameList,
  type Plan,
} from '../../model/index.ts';
import { fieldLabel, liveSide, readingOf } from '../parts/fields.ts';
import { namesText } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, maxNamesOf, type TextOptions } from '../parts/terminal.ts';
import { sideText } from '../parts/value.ts';

const TITLES: Readonly<Record<ConfirmedValue['source'], string>> = {
  api: 'Verified: an API shows the same',
  stated: 'Stated by a person: no API shows it',
};

/** The recorded layers, and for each value whether an API verified it or a person stated it. */
export function confirmedAsText(
  layers: readonly ConfirmedLayer[],
  plan: Plan | undefined,
  options: TextOptions,
): string {
  const sections = (['api', 'stated'] as const).map((source) => valueLines(layers, source, plan, maxNamesOf(options)));
  return asTerminal(joinSections([headLines(layers, maxNamesOf(options)), ...sections]), options);
}

/** One or more sentences about one layer, without values. */
export function confirmedSentences({ name, state, values, unknownKeys, bypassed }: ConfirmedLayer): readonly string[] {
  if (state === 'nothing') return [`Nothing to record: ${name} has no step to confirm.`];
  if (state === 'failed') return [`Nothing was recorded for ${name}.`];
  const paths = (source: ConfirmedValue['source']): string =>
    values.flatMap((value) => (value.source === source ? [fieldLabel(value.path)] : [])).join(', ');
  const [shown, stated] = [paths('api'), paths('stated')];
  return [
    `Recorded for ${name}.`,
    ...(shown === '' ? [] : [`Verified by an API: ${shown}.`]),
    ...(stated === '' ? [] : [`Stated by a person: ${stated}.`]),
    ...noteTexts({ unknownKeys, bypassed }),
  ];
}

function headLines(layers: readonly ConfirmedLayer[], maxNames: number): readonly Line[] {
  const recorded = namesOf(layers, 'recorded');
  const nothing = namesOf(layers, 'nothing');
  const notes = layers.flatMap((layer) => noteTexts(layer).map((text) => `${layer.name}: ${text}`));
  return [
    ...(recorded.length === 0 ? [] : [line(0, `Recorded for ${listText(recorded, maxNames)}.`, 'strong')]),
    ...(nothing.length === 0
      ? []
      : [line(0, `Nothing to record, no step to confirm: ${listText(nothing, maxNames)}.`)]),
    ...notes.map((text) => line(0, text)),
  ];
}

function noteTexts({ unknownKeys, bypassed }: Pick<ConfirmedLayer, 'unknownKeys' | 'bypassed'>): readonly string[] {
  return [
    ...(unknownKeys.length === 0 ? [] : [`Skipped unknown keys: ${unknownKeys.join(', ')}.`]),
    ...(bypassed.length === 0
      ? []
      : [`The plan is refused, but its changes are recorded as live: ${bypassed.join(' ')}`]),
  ];
}

function namesOf(layers: readonly ConfirmedLayer[], state: ConfirmedLayer['state']): readonly string[] {
  return layers.flatMap((layer) => (layer.state === state ? [layer.name] : []));
}

function listText(names: readonly string[], maxNames: number): string {
  return names.length === 1 ? names.join('') : namesText(names, maxNames);
}

type Part = { readonly name: string; readonly values: readonly ConfirmedValue[] };

/** Layers with the same fields are one block. A value that differs between them is counted, not listed. */
function valueLines(
  layers: readonly ConfirmedLayer[],
  source: ConfirmedValue['source'],
  plan: Plan | undefined,
  maxNames: number,
): readonly Line[] {
  const parts = layers
    .map(({ name, values }): Part => ({ name, values: values.filter((value) => value.source === source) }))
    .filter(({ values }) => values.length > 0);
  if (parts.length === 0) return [];
  const groups = groupBy(parts, ({ values }) => values.map(({ path }) => path).join('\n'));
  return [
    line(0, TITLES[source], 'strong'),
    ...[...groups.values()].flatMap((group) => [
      line(
        1,
        listText(
          group.map(({ name }) => name),
          maxNames,
        ),
      ),
      ...(group[0]?.values ?? []).map(({ path }) => line(2, `${fieldLabel(path)}: ${valueText(path, group, plan)}`)),
    ]),
  ];
}

function valueText(path: FieldPath, group: readonly Part[], plan: Plan | undefined): string {
  const texts = group.map(({ name, values }) => {
    const value = values.find((one) => one.path === path)?.value ?? null;
    const layer = plan?.layers.find((one) => one.name === name);
    const reading = plan === undefined || layer === undefined ? { hidden: false } : readingOf(plan, layer, false);
    const live = { provenance: 'api', value: value ?? undefined } as const;
    return sideText(liveSide(path, live, reading));
  });
  const different = new Set(texts);
  return different.size === 1 ? nameList([...different]) : `${different.size} different values`;
}
