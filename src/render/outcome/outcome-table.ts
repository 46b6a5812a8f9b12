import { clip, groupBy } from '../../model/index.ts';
import { codeSpan, forMarkdown } from '../parts/escape.ts';
import { blockAsMarkdown, labelAsMarkdown, setText, sideAsMarkdown } from '../parts/field-text.ts';
import type { FieldLine } from '../parts/fields.ts';
import { foldedNames } from '../parts/page.ts';
import type { Side } from '../parts/value.ts';
import type { OutcomeRow } from './update.ts';

/** Names of layers in one cell that are not folded. */
const MAX_CELL_NAMES = 3;

/** Of the layers of one row. */
const MAX_FOLDED_NAMES = 200;

/**
 * The results of changes as a table, with long values below it. The same change with the same result in several layers
 * is one row.
 *
 * @param maxRows of groups
 * @param maxChars of each text
 */
export function outcomeTable(
  rows: readonly OutcomeRow[],
  maxRows: number,
  maxChars: number,
): { readonly lines: readonly string[]; readonly shown: number } {
  const groups = rowGroups(rows).slice(0, maxRows);
  const shown = groups.reduce((sum, { layers }) => sum + layers.length, 0);
  if (groups.length === 0) return { lines: [], shown };
  const blocks =
    maxChars === Number.POSITIVE_INFINITY
      ? groups.flatMap(({ row }) => row.values.flatMap((field) => blockAsMarkdown(field)))
      : [];
  return {
    lines: [
      '| layer | change | outcome | |',
      '| --- | --- | --- | --- |',
      ...groups.map((group) => tableRow(group, maxChars)),
      ...blocks,
    ],
    shown,
  };
}

type RowGroup = { readonly row: OutcomeRow; readonly layers: readonly string[] };

/** The same change with the same outcome in several layers is one row. */
function rowGroups(rows: readonly OutcomeRow[]): readonly RowGroup[] {
  const groups = groupBy(rows, ({ layer: _, ...row }) => JSON.stringify(row));
  return [...groups.values()].flatMap((group) => {
    const [row] = group;
    return row === undefined ? [] : [{ row, layers: group.map(({ layer }) => layer) }];
  });
}

function tableRow({ row, layers }: RowGroup, maxChars: number): string {
  const { change, values, outcome, details } = row;
  const names = layers.map((layer) => clip(layer, maxChars));
  const subject =
    layers.length > MAX_CELL_NAMES
      ? `${layers.length} layers${foldedNames(names, MAX_FOLDED_NAMES)}`
      : names.map(codeSpan).join('<br>');
  const lines = [change, ...values.map((field) => valueInCell(field, maxChars))].filter((text) => text !== '');
  const mark = outcome === 'done' ? outcome : `**${outcome}**`;
  const texts = details.map((text) => forMarkdown(clip(text, maxChars)));
  return `| ${subject} | ${lines.join('<br>')} | ${mark} | ${texts.join('<br>')} |`;
}

/** `monthlyCostCap: 28,000.00 USD → 30,000.00 USD`. A long value is below the table. */
function valueInCell(field: FieldLine, maxChars: number): string {
  const label = labelAsMarkdown(field);
  switch (field.shape) {
    case 'arrow': {
      const sides = [field.before, field.after].flatMap((side) =>
        side === undefined ? [] : [sideAsMarkdown(clippedSide(side, maxChars))],
      );
      return `${label}: ${sides.join(' → ')}`;
    }
    case 'set':
      return `${label}: ${codeSpan(clip(setText(field), maxChars))}`;
    case 'block':
      return `${label}: changed`;
    default:
      return field satisfies never;
  }
}

function clippedSide({ code, words }: Side, maxChars: number): Side {
  return {
    ...(code !== undefined && { code: clip(code, maxChars) }),
    ...(words !== undefined && { words: clip(words, maxChars) }),
  };
}
