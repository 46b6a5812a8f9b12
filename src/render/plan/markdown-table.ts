import type { Change } from '../../model/index.ts';
import { codeSpan, forMarkdown } from '../parts/escape.ts';
import { blockAsMarkdown, labelAsMarkdown, setText, sideAsMarkdown } from '../parts/field-text.ts';
import { type FieldLine, linesOfChange, type Reading } from '../parts/fields.ts';
import { openSuffix, stepText } from '../parts/step.ts';

/** The changes of one layer as a table, one field a row, with long values below it as blocks. */
export function changesAsTable(changes: readonly Change[], reading: Reading): readonly string[] {
  const rows = changes.map((change) => ({
    step: forMarkdown(`${stepText(change)}${openSuffix(change)}`),
    kind: change.kind,
    fields: linesOfChange(change, reading),
  }));
  return [
    '| change | before | after | step |',
    '| --- | --- | --- | --- |',
    ...rows.flatMap(({ step, kind, fields }) =>
      fields.length === 0
        ? [row([kind, '', '', step])]
        : fields.map((field) => row([labelAsMarkdown(field), ...sidesOf(field), step])),
    ),
    ...rows.flatMap(({ fields }) => fields.flatMap((field) => blockAsMarkdown(field))),
  ];
}

function sidesOf(field: FieldLine): readonly [before: string, after: string] {
  switch (field.shape) {
    case 'arrow':
      return [field.before === undefined ? '' : sideAsMarkdown(field.before), sideAsMarkdown(field.after)];
    case 'set': {
      const removed = field.removed.map((item) => codeSpan(`- ${item}`));
      const added = field.added.length === 0 ? '' : codeSpan(setText({ added: field.added, removed: [] }));
      return [[...removed, ...(field.words === undefined ? [] : [field.words])].join(' '), added];
    }
    case 'block':
      return [forMarkdown(field.words ?? ''), 'line by line below'];
    default:
      return field satisfies never;
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
