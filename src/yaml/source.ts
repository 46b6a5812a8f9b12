import { lazily } from '../model/index.ts';

/** A part of a text. Offsets in UTF-16 units from 0, after a byte order mark; `end` is exclusive. */
export type Stretch = { readonly start: number; readonly end: number };

export type Span = Stretch & { readonly file: string };

/** The text of a file. What only problems need is found when the first one does. */
export type Source = {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: () => readonly number[];
  /** Shown as `•••` in excerpts. Sorted by start and disjoint. */
  readonly hidden: () => readonly Stretch[];
};

/** @param toHide neither sorted nor disjoint */
export function sourceOf(file: string, text: string, toHide: () => readonly Stretch[] = () => []): Source {
  // Not getters: V8 reads objects slowly if each has a getter of its own.
  return { file, text, lineStarts: lazily(() => startsOfLines(text)), hidden: lazily(() => mergedSpans(toHide())) };
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Sorted by start; overlapping and touching parts are merged. */
export function mergedSpans(spans: readonly Stretch[]): readonly Stretch[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** @param spans sorted and disjoint */
export function overlapsAny(spans: readonly Stretch[], { start, end }: Stretch): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.start ?? Number.POSITIVE_INFINITY) < end;
}

/** From 1. Columns count UTF-16 units, as in editors. */
export function lineAndColumn(source: Source, offset: number): { line: number; column: number } {
  const lineStarts = source.lineStarts();
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}
