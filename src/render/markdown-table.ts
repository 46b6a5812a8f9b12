import type { Change } from '../model/index.ts';
import { codeSpan, fenced, forMarkdown } from './escape.ts';
import { setText } from './field-text.ts';
import { type FieldLine, linesOfChange, type Reading } from './fields.ts';
import { stepText } from './step.ts';
import type { Side } from './value.ts';

/** The changes of one layer as a table, one field a row, with long values below it as blocks. */
export function changesAsMarkdown(changes: readonly Change[], reading: Reading): readonly string[] {
  const rows = changes.map((change) => ({
    by: forMarkdown(stepText(change)),
    kind: change.kind,
    fields: linesOfChange(change, reading),
  }));
  const blocks = rows.flatMap(({ fields }) => fields.flatMap(blockOf));
  return [
    '| change | before | after | who |',
    '| --- | --- | --- | --- |',
    ...rows.flatMap(({ by, kind, fields }) =>
      fields.length === 0 ? [row([kind, '', '', by])] : fields.map((field) => row([...cellsOf(field), by])),
    ),
    ...blocks,
  ];
}

export function sideAsMarkdown({ code, words }: Side): string {
  return [...(code === undefined ? [] : [codeSpan(code)]), ...(words === undefined ? [] : [forMarkdown(words)])].join(
    ' ',
  );
}

function cellsOf(field: FieldLine): readonly [label: string, before: string, after: string] {
  switch (field.shape) {
    case 'arrow': {
      const label =
        field.group === undefined ? codeSpan(field.label) : `${forMarkdown(field.group)}: ${codeSpan(field.label)}`;
      return [label, field.before === undefined ? '' : sideAsMarkdown(field.before), sideAsMarkdown(field.after)];
    }
    case 'set':
      return [
        codeSpan(field.label),
        [...field.went.map((item) => codeSpan(`- ${item}`)), ...(field.words === undefined ? [] : [field.words])].join(
          ' ',
        ),
        field.came.length === 0 ? '' : codeSpan(setText({ came: field.came, went: [] })),
      ];
    case 'block':
      return [codeSpan(field.label), forMarkdown(field.words ?? ''), 'line by line below'];
    default:
      return field satisfies never;
  }
}

function blockOf(field: FieldLine): readonly string[] {
  if (field.shape !== 'block') return [];
  const lines = field.lines.map(({ sign, text }) => `${sign} ${text}`);
  return ['', `${codeSpan(field.label)}:`, '', ...fenced(lines, 'diff')];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
