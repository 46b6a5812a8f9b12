import { type ApplyOutcome, groupBy, nameList, type NotRecorded, type Outcome } from '../../model/index.ts';
import { incompleteHead, sandboxHead } from '../parts/coverage.ts';
import { counted, countedParts } from '../parts/phrases.ts';
import { remainingText } from '../parts/step.ts';
import type { Tone } from '../parts/terminal.ts';

/** An apply in one line: the layers that could not be read, then the worst outcome. */
export function applyHeadline(outcome: ApplyOutcome): { readonly text: string; readonly tone: Tone } {
  const { entries, sandbox, notRecorded, unread, of } = outcome;
  const number = (result: Outcome) => entries.filter((entry) => entry.outcome === result).length;
  const [failed, waiting, untried, done] = [number('failed'), number('waiting'), number('not tried'), number('done')];
  const parts = countedParts([
    [failed, 'failed'],
    [waiting, 'waiting'],
    [untried, 'not tried'],
    [done, 'done'],
  ]);
  const head = `${sandboxHead(sandbox)}${incompleteHead(unread, of)}`;
  if (failed > 0) return { text: `${head}Failed: ${parts}.`, tone: 'bad' };
  if (notRecorded.length > 0) return { text: `${head}Not recorded: ${parts}.`, tone: 'bad' };
  if (waiting > 0) return { text: `${head}Waiting: ${parts}.`, tone: 'warning' };
  if (untried > 0) return { text: `${head}Stopped: ${parts}.`, tone: 'warning' };
  const isIncomplete = unread.length > 0;
  if (done > 0) {
    const layers = new Set(entries.map((entry) => entry.layer)).size;
    const text = `${head}Done: ${counted(done, 'change')} in ${counted(layers, 'layer')}.`;
    return { text, tone: isIncomplete ? 'bad' : 'good' };
  }
  const text = isIncomplete ? 'No changes to apply in the others.' : 'No changes to apply.';
  return { text: `${head}${text}`, tone: isIncomplete ? 'bad' : 'strong' };
}

/** Remaining differences in one line. `no differences` only counts values that were readable. */
export function proofText({ left, verifiedAt, calls, driftLeftAlone, unread }: ApplyOutcome): string {
  const price = `${counted(calls.sent, 'call')} (${calls.forecast} expected)`;
  const drift = driftLeftAlone === 0 ? [] : [`${driftLeftAlone} drift left alone`];
  if (left === undefined) return ['not verified: no fresh plan could be made', price, ...drift].join(', ');
  const changes = left.layers.flatMap((layer) => layer.changes.map((change) => remainingText(change, layer.changes)));
  const unknown = left.layers.reduce((sum, layer) => sum + layer.unknown.length, 0);
  const steps = countedParts([...groupBy(changes, (text) => text)].map(([text, group]) => [group.length, text]));
  const remaining = changes.length === 0 ? '' : ` left (${steps})`;
  const within = unread.length === 0 && verifiedAt !== undefined ? '' : ' in the layers that could be read';
  const number = changes.length === 0 ? 'no differences' : counted(changes.length, 'difference');
  return [
    verifiedAt === undefined ? 'not verified: not everything could be read' : `verified ${clockText(verifiedAt)}`,
    `${number}${within}${remaining}`,
    ...(unknown === 0 ? [] : [`${counted(unknown, 'value')} unknown`]),
    price,
    ...drift,
  ].join(', ');
}

/** One sentence for each project whose ledger was not updated. */
export function notRecordedTexts(notRecorded: readonly NotRecorded[]): readonly string[] {
  return notRecorded.map(({ project, layers, until }) => {
    const problem = `The ledger of project ${project} was not written; the changes in ${nameList(layers)} are not recorded.`;
    const claim = until === null ? '' : ` The claim of this run lasts until ${clockText(until)}.`;
    return `${problem}${claim} Run reconcile apply again; it continues from the live state.`;
  });
}

/** `2026-11-10T12:04:09Z` as `12:04 UTC`. */
function clockText(time: string): string {
  return `${/T(\d\d:\d\d)/.exec(time)?.[1] ?? time} UTC`;
}
