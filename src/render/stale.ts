import type { FieldPath, Stale, Step, Value } from '../model/index.ts';
import { counted, groupedBy } from './counting.ts';
import { joinSections, asTerminal, line, type TextOptions } from './style.ts';
import { liveSide, readValue } from './fields.ts';
import { sideText } from './value.ts';

/** Why an apply did not start: differences from the reviewed plan, by layer. */
export function staleAsText(stale: readonly Stale[], options: TextOptions): string {
  const layers = [...groupedBy(stale, ({ layer }) => layer)];
  return asTerminal(
    joinSections([
      [
        line(
          0,
          `Stale: ${counted(layers.length, 'layer')} changed since the plan was reviewed. Nothing was written.`,
          'bad',
        ),
      ],
      ...layers.map(([layer, reasons]) => [
        line(0, [layer, ...new Set(reasons.map(({ file }) => file))].join('  '), 'strong'),
        ...reasons.map((one) => line(1, reasonText(one))),
      ]),
      [line(0, 'Make a plan again and have it reviewed: reconcile plan')],
    ]),
    options,
  );
}

/** The reason without the name of the layer. */
export function reasonText({ reason, cap }: Pick<Stale, 'reason' | 'cap'>): string {
  const read = (path: FieldPath) => (value: Value) => readValue(path, value, cap === undefined ? {} : { cap });
  switch (reason.kind) {
    case 'live': {
      const reading = { hidden: false, ...(cap !== undefined && { cap }) };
      const [then, now] = [reason.reviewed, reason.now].map((seen) => sideText(liveSide(reason.path, seen, reading)));
      return `${reason.path} moved live: ${then} when reviewed, ${now} now`;
    }
    case 'document':
      return `${reason.path} changed in the document: ${written(reason.reviewed, read(reason.path))} when reviewed, ${written(reason.now, read(reason.path))} now`;
    case 'unreviewed':
      return 'was not part of the reviewed plan';
    case 'removed':
      return 'no longer has a document';
    case 'identity':
      return `belongs to a different ${reason.what}: ${reason.reviewed} when reviewed, ${reason.now} now`;
    case 'step':
      return `${reason.change}: ${STEP_WORDS[reason.reviewed]} when reviewed, ${STEP_WORDS[reason.now]} now`;
    case 'selection':
      return `${reason.what} changed: ${reason.reviewed ?? 'none'} when reviewed, ${reason.now ?? 'none'} now`;
    default:
      return reason satisfies never;
  }
}

const STEP_WORDS: Readonly<Record<Step['by'], string>> = {
  api: 'by reconcile',
  human: 'manual',
  gated: 'through the write gate',
};

function written(value: Value | undefined, read: (value: Value) => string): string {
  return value === undefined ? '(absent)' : read(value);
}
