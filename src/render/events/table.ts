import { type Line, line } from '../parts/terminal.ts';

/** Columns of equal width, two spaces apart. The first row is the head. */
export function tableLines(rows: readonly (readonly string[])[]): readonly Line[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const text = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return line(1, text.trimEnd(), index === 0 ? 'quiet' : undefined);
  });
}
