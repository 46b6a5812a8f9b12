import type { Report, ReportLayer, Standing } from '../../model/index.ts';
import { presentChanges } from '../plan/adoptions.ts';
import { counted } from '../parts/phrases.ts';
import type { Tone } from '../parts/terminal.ts';

/** `5 of 60 layers need action, 14 are to watch.`; empty if none could be read. */
export function resultText({ layers, unread }: Pick<Report, 'layers' | 'unread'>): string {
  if (layers.length === 0) return unread.length > 0 ? '' : 'No layer documents yet.';
  const number = (attention: ReportLayer['attention']) =>
    layers.filter((layer) => layer.attention === attention).length;
  const [act, watch] = [number('act'), number('watch')];
  const of = `${act} of ${counted(layers.length, 'layer')} ${act === 1 ? 'needs' : 'need'} action`;
  if (act > 0) return `${of}${watch === 0 ? '' : `, ${watch} to watch`}.`;
  if (watch > 0) return `No layer needs action, ${watch} of ${counted(layers.length, 'layer')} to watch.`;
  return layers.length === 1
    ? 'The layer needs nothing.'
    : `None of ${counted(layers.length, 'layer')} needs anything.`;
}

export type Count = { readonly text: string; readonly tone: Tone };

/** The parts of the result, the worst first. Leaves out zeros. */
export function reportCounts({ layers }: Pick<Report, 'layers'>): readonly Count[] {
  const standing = (word: Standing) => layers.filter(({ spend }) => spend.standing === word).length;
  const severity = (word: 'error' | 'warning') =>
    layers.flatMap(({ checks }) => checks).filter((check) => check.severity === word).length;
  const ending = (word: 'ended' | 'soon') =>
    layers.flatMap(({ endings }) => endings).filter(({ state }) => state === word).length;
  const all: readonly (readonly [number, Tone, (number: number) => string])[] = [
    [standing('above'), 'bad', (n) => `${n} above the cap`],
    [severity('error'), 'bad', (n) => counted(n, 'error')],
    [ending('ended'), 'bad', (n) => `${n} ended`],
    [standing('ahead'), 'warning', (n) => `${n} on pace for more than the cap`],
    [severity('warning'), 'warning', (n) => counted(n, 'warning')],
    [ending('soon'), 'warning', (n) => `${n} ${n === 1 ? 'ends' : 'end'} within 7 days`],
    [layers.filter(needsPerson).length, 'warning', (n) => `${counted(n, 'layer')} with manual steps`],
    [standing('unknown'), 'warning', (n) => `spend or cap of ${counted(n, 'layer')} unknown`],
    [standing('uncapped'), 'quiet', (n) => `${n} without a cap`],
    [layers.filter(isOpen).length, 'quiet', (n) => `${counted(n, 'layer')} with open changes`],
  ];
  return all.flatMap(([number, tone, text]) => (number === 0 ? [] : [{ text: text(number), tone }]));
}

export function needsPerson({ changes }: Pick<ReportLayer, 'changes'>): boolean {
  return changes.some(({ step }) => step.by === 'human');
}

/** Differs from its document. */
function isOpen({ changes }: ReportLayer): boolean {
  return presentChanges(changes).length > 0;
}
