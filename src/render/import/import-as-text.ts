import {
  type FieldPath,
  groupBy,
  type ImportedLayer,
  type ImportReport,
  type KeptReason,
  nameList,
  type Value,
} from '../../model/index.ts';
import { sandboxHead } from '../parts/coverage.ts';
import { liveSide, readingOf } from '../parts/fields.ts';
import { counted, countedParts, namesText } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';
import { sideText } from '../parts/value.ts';
import { diffLinesOf } from './file-diff.ts';

const MAX_FILES = 20;

export function importAsText(report: ImportReport, options: TextOptions): string {
  const { layers, dryRun } = report;
  return asTerminal(
    joinSections([
      [line(0, headline(report), 'strong'), ...(dryRun ? [] : fileLines(report))],
      ...(dryRun ? report.files.map(diffLinesOf) : []),
      keptLines(report),
      missingLines(layers),
      skippedLines(layers),
      differingLines(layers),
      nextLines(report),
    ]),
    options,
  );
}

function headline({ sandbox, dryRun, layers, problems }: ImportReport): string {
  const failed = layers.filter(({ state }) => state === 'failed').length;
  const incomplete =
    failed > 0
      ? `Incomplete: ${failed} of ${counted(layers.length, 'layer')} could not be imported. `
      : problems.length > 0
        ? 'Incomplete: not everything could be read. '
        : '';
  const count = (state: ImportedLayer['state']): number => layers.filter((layer) => layer.state === state).length;
  const parts = countedParts([
    [count('created'), dryRun ? 'to create' : 'created'],
    [count('updated'), dryRun ? 'to update' : 'updated'],
    [count('unchanged'), 'unchanged'],
  ]);
  const result = parts === '' ? 'Nothing to import.' : `Layer documents: ${parts}.`;
  return `${sandboxHead(sandbox)}${dryRun ? 'Dry run · ' : ''}${incomplete}${result}`;
}

function fileLines(report: ImportReport): readonly Line[] {
  const { files, layers } = report;
  const byFile = new Map(layers.map((layer) => [layer.file, layer]));
  // Every edit is printed: it can be about money.
  const shown = files.filter(({ before }, index) => before !== null || index < MAX_FILES);
  const rest = files.length - shown.length;
  return [
    ...shown.flatMap(({ path, before }) => [
      line(1, `${before === null ? 'created' : 'updated'}  ${path}`),
      ...editLines(byFile.get(path), report),
    ]),
    ...(rest > 0 ? [line(1, `and ${counted(rest, 'more file')}`, 'quiet')] : []),
  ];
}

function editLines(layer: ImportedLayer | undefined, { costCapUnit }: ImportReport): readonly Line[] {
  if (layer === undefined) return [];
  const text = textsOf(layer, costCapUnit);
  return layer.edits.map(({ field, before, after }) =>
    line(2, `${field}: ${text(field, before)} → ${text(field, after)}`),
  );
}

const KEPT: Readonly<Record<KeptReason, string>> = {
  open: 'its reviewed change is not done',
  recorded: 'no API shows it',
};

function keptLines({ layers, costCapUnit }: ImportReport): readonly Line[] {
  const rows = layers.flatMap((layer) => {
    const text = textsOf(layer, costCapUnit);
    return layer.kept.map(({ field, document, live, isRecorded, why }) => {
      const other = `${isRecorded ? 'recorded' : 'live'}: ${text(field, live)}`;
      return line(1, `${layer.name}  ${field}, document: ${text(field, document)}, ${other} (${KEPT[why]})`);
    });
  });
  return rows.length === 0 ? [] : [line(0, 'Kept as the documents have it', 'strong'), ...rows];
}

function textsOf({ currency }: ImportedLayer, costCapUnit: ImportReport['costCapUnit']) {
  const reading = readingOf({ costCapUnit }, { currency }, false);
  return (path: FieldPath, value: Value | null): string =>
    sideText(liveSide(path, { provenance: 'api', value: value ?? undefined }, reading));
}

/** Layers that lack the same values for the same reasons share a line. */
function missingLines(layers: readonly ImportedLayer[]): readonly Line[] {
  const partial = layers.filter(({ missing }) => missing.length > 0);
  if (partial.length === 0) return [];
  const rows = partial.flatMap(({ name, missing }) =>
    [...groupBy(missing, ({ why }) => why)].map(([why, values]) => ({
      name,
      text: `${values.map(({ field }) => field).join(', ')} (${why})`,
    })),
  );
  return [
    line(0, 'Left out', 'strong'),
    ...[...groupBy(rows, ({ text }) => text)].map(([text, same]) =>
      line(1, `${text}: ${nameList(same.map(({ name }) => name))}`),
    ),
  ];
}

const REASONS = {
  'no-layer': 'Projects without a TikTok layer',
  'no-account': 'Layers without an ad account',
} as const;

function skippedLines(layers: readonly ImportedLayer[]): readonly Line[] {
  return (['no-layer', 'no-account'] as const).flatMap((reason): readonly Line[] => {
    const names = layers.filter((layer) => layer.reason === reason).map(({ name }) => name);
    return names.length === 0 ? [] : [line(0, `${REASONS[reason]}: ${nameList(names)}`)];
  });
}

function differingLines(layers: readonly ImportedLayer[]): readonly Line[] {
  const differing = layers.flatMap(({ name, differing: paths, kept }) => {
    const others = paths.filter((path) => !kept.some(({ field }) => field === path));
    return others.length === 0 ? [] : [{ name, paths: [...new Set(others)] }];
  });
  if (differing.length === 0) return [];
  return [
    line(0, 'A plan shows changes, because live state differs from what these documents need', 'strong'),
    ...differing.map(({ name, paths }) => line(1, `${name}: ${paths.join(', ')}`)),
  ];
}

function nextLines({ layers, files, dryRun, needsInit }: ImportReport): readonly Line[] {
  const withDocument = layers.filter(({ state }) => ['created', 'updated', 'unchanged'].includes(state));
  const toAdopt = layers.filter((layer) => layer.toAdopt).map(({ name }) => name);
  const open = withDocument.filter(({ missing }) => missing.some(({ why }) => why.startsWith('not shown')));
  const isAhead = withDocument.some(({ kept, differing }) => kept.length + differing.length > 0);
  const isNew = withDocument.some(({ state }) => state === 'created');
  const actions = [
    ...(dryRun && files.length > 0 ? ['Write the files: the same command without --dry-run'] : []),
    ...(open.length > 0
      ? [
          `Fill in values that no API shows: copy configs ("View as JSON") into a file, { "NAME": { … }, … }, and run reconcile import --json FILE`,
        ]
      : []),
    ...(toAdopt.length > 0
      ? [`Record the pasted configs of ${namesText(toAdopt, 3)}. Run reconcile confirm --json FILE`]
      : []),
    ...(isNew && needsInit ? ['Add settings, schemas and editor settings: reconcile init'] : []),
    ...(withDocument.length > 0 && !dryRun
      ? [`See ${isAhead ? 'what' : 'that nothing'} would change: reconcile plan`]
      : []),
  ];
  return actions.length === 0 ? [] : [line(0, 'Next:'), ...actions.map((action) => line(1, action))];
}
