import { type FieldPath, groupBy, type Stale, type Value } from '../../model/index.ts';
import { fieldLabel, liveSide, readValue } from '../parts/fields.ts';
import { counted } from '../parts/phrases.ts';
import { asTerminal, joinSections, line, type TextOptions } from '../parts/terminal.ts';
import { STEP_WORDS } from '../parts/step.ts';
import { sideText } from '../parts/value.ts';

/** Why an apply did not start: differences from the reviewed plan, by layer. */
export function staleAsText(stale: readonly Stale[], options: TextOptions): string {
  const layers = [...groupBy(stale, ({ layer }) => layer)];
  const headline = `Stale: ${counted(layers.length, 'layer')} changed since the plan was reviewed. Nothing was written.`;
  return asTerminal(
    joinSections([
      [line(0, headline, 'bad')],
      ...layers.map(([layer, reasons]) => [
        line(0, [layer, ...new Set(reasons.map(({ file }) => file))].join('  '), 'strong'),
        ...reasons.map((one) => line(1, reasonText(one))),
      ]),
      [line(0, 'Make a new plan and have it reviewed: reconcile plan')],
    ]),
    options,
  );
}

/** The reason without the name of the layer. */
export function reasonText({ reason, cap }: Pick<Stale, 'reason' | 'cap'>): string {
  const reading = { hidden: false, ...(cap !== undefined && { cap, currency: cap.currency }) };
  const written = (path: FieldPath, value: Value | undefined) =>
    value === undefined ? '(absent)' : readValue(path, value, reading);
  switch (reason.kind) {
    case 'live': {
      const [then, now] = [reason.reviewed, reason.now].map((live) => sideText(liveSide(reason.path, live, reading)));
      return `${fieldLabel(reason.path)} changed live: ${then} when reviewed, ${now} now`;
    }
    case 'document': {
      const [then, now] = [reason.reviewed, reason.now].map((value) => written(reason.path, value));
      return `${fieldLabel(reason.path)} changed in the document: ${then} when reviewed, ${now} now`;
    }
    case 'unreviewed':
      return 'is not in the reviewed plan';
    case 'removed':
      return 'no longer has a document';
    case 'identity':
      return `has a different ${reason.what}: ${reason.reviewed} when reviewed, ${reason.now} now`;
    case 'step':
      return `${reason.change}: ${STEP_WORDS[reason.reviewed]} when reviewed, ${STEP_WORDS[reason.now]} now`;
    case 'selection':
      return `${reason.what} changed: ${reason.reviewed ?? 'none'} when reviewed, ${reason.now ?? 'none'} now`;
    default:
      return reason satisfies never;
  }
}
