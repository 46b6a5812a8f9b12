import {
  type ApplyOutcome,
  type Change,
  type Entry,
  nameList,
  type NotRecorded,
  type Outcome,
  type Plan,
} from '../model/index.ts';
import { checkLines } from './check-lines.ts';
import { onlyErrors } from './checks.ts';
import { confirmCommand } from './command.ts';
import { counted, countedParts, groupedBy } from './counting.ts';
import { fieldsAsLines } from './field-text.ts';
import { fieldLines, type Reading, readingOf } from './fields.ts';
import { saidLines } from './problems.ts';
import { joinSections, asTerminal, line, type Line, type TextOptions, type Tone } from './style.ts';
import { incompleteHead, sandboxHead, unreadLines } from './verdict.ts';

const TONES: Readonly<Record<Outcome, Tone>> = {
  done: 'good',
  waiting: 'warning',
  failed: 'bad',
  'not tried': 'quiet',
};

/** An apply for a terminal. Its last line is the proof: the result of a fresh plan, and its API calls. */
export function entriesAsText(outcome: ApplyOutcome, options: TextOptions): string {
  const changeById = new Map(outcome.changes.map((change) => [change.id, change]));
  const readings = readingsOf(outcome.left);
  const layers = [...groupedBy(outcome.entries, (entry) => entry.layer)];
  return asTerminal(
    joinSections([
      [verdictLine(outcome), ...unreadLines(outcome.unread)],
      ...layers.map(([layer, entries]) => [
        line(0, layer, 'strong'),
        ...entries.flatMap((entry) => entryLines(entry, changeById.get(entry.change), readings.get(layer))),
      ]),
      notRecordedLines(outcome.notRecorded),
      leftLines(outcome.left),
      checkLines(onlyErrors(outcome.left?.layers ?? [])),
      [line(0, proofText(outcome), 'strong')],
    ]),
    options,
  );
}

/** Remaining differences in one line. `0 differences` only counts values that were readable. */
export function proofText({ left, verifiedAt, calls, driftLeftAlone, unread }: ApplyOutcome): string {
  const price = `${counted(calls.sent, 'call')} (${calls.forecast} forecast)`;
  const drift = driftLeftAlone === 0 ? [] : [`${driftLeftAlone} drift left alone`];
  if (left === undefined) return ['not verified: no fresh plan could be made', price, ...drift].join(', ');
  const changes = left.layers.flatMap((layer) => layer.changes);
  const unknown = left.layers.reduce((sum, layer) => sum + layer.unknown.length, 0);
  const onWhom = changes.length === 0 ? '' : ` left (${waitingFor(changes)})`;
  const within = unread.length === 0 ? '' : ' in the layers that could be read';
  const differences = `${counted(changes.length, 'difference')}${within}${onWhom}`;
  return [
    ...(verifiedAt === undefined
      ? ['not verified: not everything could be read', `${differences} in what was`]
      : [`verified ${clockText(verifiedAt)}`, differences]),
    ...(unknown === 0 ? [] : [`${counted(unknown, 'value')} unknown`]),
    price,
    ...drift,
  ].join(', ');
}

/** An apply in one line: what could not be read, then the worst outcome. */
export function verdictLine({ entries, sandbox, notRecorded, unread, of }: ApplyOutcome): Line {
  const number = (outcome: Outcome) => entries.filter((entry) => entry.outcome === outcome).length;
  const [failed, waiting, untried, done] = [number('failed'), number('waiting'), number('not tried'), number('done')];
  const parts = countedParts([
    [failed, 'failed'],
    [waiting, 'waiting'],
    [untried, 'not tried'],
    [done, 'done'],
  ]);
  const head = `${sandboxHead(sandbox)}${incompleteHead(unread, of)}`;
  const layers = new Set(entries.map((entry) => entry.layer)).size;
  if (failed > 0) return line(0, `${head}Failed: ${parts}.`, 'bad');
  if (notRecorded.length > 0) return line(0, `${head}Not recorded: ${parts}.`, 'bad');
  if (waiting > 0) return line(0, `${head}Waiting: ${parts}.`, 'warning');
  if (untried > 0) return line(0, `${head}Stopped: ${parts}.`, 'warning');
  if (done > 0) {
    const tone = unread.length > 0 ? 'bad' : 'good';
    return line(0, `${head}Done: ${counted(done, 'change')} in ${counted(layers, 'layer')}.`, tone);
  }
  if (unread.length > 0) return line(0, `${head}The others had no change to carry out.`, 'bad');
  return line(0, `${head}Nothing was done: there was no change to carry out.`, 'strong');
}

function entryLines(entry: Entry, change: Change | undefined, reading: Reading = { hidden: false }): readonly Line[] {
  const on = entry.waitingOn === undefined ? '' : `, on ${entry.waitingOn}`;
  return [
    line(1, `${entry.outcome}  ${entry.kind}${on}`, TONES[entry.outcome]),
    // Prints the outcome, not the prediction.
    ...fieldsAsLines(
      (change?.fields ?? []).flatMap((field) => fieldLines(field, reading)),
      2,
    ),
    ...(entry.problems ?? []).flatMap((problem) => [line(2, problem.code, 'bad'), ...saidLines(problem, 2)]),
  ];
}

/** One sentence for each project whose ledger was not updated. */
export function notRecordedTexts(notRecorded: readonly NotRecorded[]): readonly string[] {
  return notRecorded.map(({ project, layers, until }) => {
    const what = `The ledger of project ${project} was not written: it does not say what was done in ${nameList(layers)}.`;
    const then = 'Run reconcile apply again: it goes on from what is live.';
    return until === null
      ? `${what} ${then}`
      : `${what} The claim of this run lasts until ${clockText(until)}. ${then}`;
  });
}

function notRecordedLines(notRecorded: readonly NotRecorded[]): readonly Line[] {
  if (notRecorded.length === 0) return [];
  return [line(0, 'Not recorded', 'bad'), ...notRecordedTexts(notRecorded).map((text) => line(1, text))];
}

function leftLines(left: Plan | undefined): readonly Line[] {
  const layers = (left?.layers ?? []).filter((layer) => layer.changes.length > 0);
  if (layers.length === 0) return [];
  return [
    line(0, 'What is left', 'strong'),
    ...layers.flatMap(({ name, changes }) => [
      line(1, name),
      ...changes.map((change) => line(2, `${change.kind}: ${waiter(change)}`)),
      ...(changes.some(({ step }) => step.by === 'human') ? [line(2, `when done: ${confirmCommand(name)}`)] : []),
    ]),
  ];
}

/** The closing plan has unit and currency; without it, numbers are in wire form. */
function readingsOf(left: Plan | undefined): ReadonlyMap<string, Reading> {
  return new Map(left?.layers.map((layer) => [layer.name, readingOf(left, layer, false)]));
}

function waitingFor(changes: readonly Change[]): string {
  const groups = [...groupedBy(changes, waiter)];
  return countedParts(groups.map(([whom, group]) => [group.length, whom]));
}

function waiter({ step }: Change): string {
  switch (step.by) {
    case 'api':
      return 'for the next apply';
    case 'human':
      return 'on a person';
    case 'gated':
      return `on ${step.approver}`;
    default:
      return step satisfies never;
  }
}

/** `2026-11-10T12:04:09Z` as `12:04 UTC`. */
function clockText(time: string): string {
  return `${/T(\d\d:\d\d)/.exec(time)?.[1] ?? time} UTC`;
}
