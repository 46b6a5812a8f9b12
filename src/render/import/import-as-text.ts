import { groupBy, type ImportedLayer, type ImportReport, nameList } from '../../model/index.ts';
import { sandboxHead } from '../parts/coverage.ts';
import { counted, countedParts, namesText } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';
import { diffLinesOf } from './file-diff.ts';

const MAX_FILES = 20;

export function importAsText(report: ImportReport, options: TextOptions): string {
  const { layers, dryRun } = report;
  return asTerminal(
    joinSections([
      [line(0, headline(report), 'strong'), ...(dryRun ? [] : fileLines(report))],
      ...(dryRun ? report.files.map(diffLinesOf) : []),
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

function fileLines({ files, layers }: ImportReport): readonly Line[] {
  const fields = new Map(layers.map((layer) => [layer.file, layer.fields]));
  const failed = new Set(layers.filter(({ state }) => state === 'failed').map(({ file }) => file));
  const written = files.filter(({ path }) => !failed.has(path));
  const rest = written.length - MAX_FILES;
  return [
    ...written
      .slice(0, MAX_FILES)
      .map(({ path, before }) =>
        line(1, before === null ? `created  ${path}` : `updated  ${path}: ${(fields.get(path) ?? []).join(', ')}`),
      ),
    ...(rest > 0 ? [line(1, `and ${counted(rest, 'more file')}`, 'quiet')] : []),
  ];
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
  const differing = layers.filter((layer) => layer.differing.length > 0);
  if (differing.length === 0) return [];
  return [
    line(0, 'A plan shows changes, because live state differs from what these documents need', 'strong'),
    ...differing.map(({ name, differing: paths }) => line(1, `${name}: ${[...new Set(paths)].join(', ')}`)),
  ];
}

function nextLines({ layers, dryRun, needsInit }: ImportReport): readonly Line[] {
  const withDocument = layers.filter(({ state }) => ['created', 'updated', 'unchanged'].includes(state));
  const toAdopt = layers.filter((layer) => layer.toAdopt).map(({ name }) => name);
  const open = withDocument.filter(({ missing }) => missing.some(({ why }) => why.startsWith('not shown')));
  const isNew = withDocument.some(({ state }) => state === 'created');
  const actions = [
    ...(dryRun ? ['Write the files: the same command without --dry-run'] : []),
    ...(open.length > 0
      ? [
          `Fill in values that no API shows: copy configs ("View as JSON") into a file, { "NAME": { … }, … }, and run reconcile import --json FILE`,
        ]
      : []),
    ...(toAdopt.length > 0
      ? [`Record the pasted configs of ${namesText(toAdopt, 3)}. Run reconcile confirm --json FILE`]
      : []),
    ...(isNew && needsInit ? ['Add settings, schemas and editor settings: reconcile init'] : []),
    ...(withDocument.length > 0 && !dryRun ? ['See that nothing would change: reconcile plan'] : []),
  ];
  return actions.length === 0 ? [] : [line(0, 'Next:'), ...actions.map((action) => line(1, action))];
}
