import { type ApplyOutcome, type Change, type Entry, groupBy, type Outcome, type Plan } from '../../model/index.ts';
import { checkLines, onlyErrors } from '../parts/checks.ts';
import { unreadLines } from '../parts/coverage.ts';
import { fieldsAsLines } from '../parts/field-text.ts';
import { fieldLines, type Reading, readingOf } from '../parts/fields.ts';
import { confirmCommand, details } from '../parts/phrases.ts';
import { remainingText } from '../parts/step.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions, type Tone } from '../parts/terminal.ts';
import { applyHeadline, notRecordedTexts, proofText } from './headline.ts';

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
  const layers = [...groupBy(outcome.entries, (entry) => entry.layer)];
  const { text, tone } = applyHeadline(outcome);
  return asTerminal(
    joinSections([
      [line(0, text, tone), ...unreadLines(outcome.unread)],
      ...layers.map(([layer, entries]) => [
        line(0, layer, 'strong'),
        ...entries.flatMap((entry) => entryLines(entry, changeById.get(entry.change), readings.get(layer))),
      ]),
      notRecordedLines(outcome),
      remainingLines(outcome.left),
      checkLines(onlyErrors(outcome.left?.layers ?? [])),
      [line(0, proofText(outcome), 'strong')],
    ]),
    options,
  );
}

/** The closing plan has unit and currency; without it, numbers are in wire form. */
function readingsOf(left: Plan | undefined): ReadonlyMap<string, Reading> {
  return new Map(left?.layers.map((layer) => [layer.name, readingOf(left, layer, false)]));
}

function entryLines(entry: Entry, change: Change | undefined, reading: Reading = { hidden: false }): readonly Line[] {
  const waits = entry.waitingOn === undefined ? '' : `, for ${entry.waitingOn}`;
  return [
    line(1, `${entry.outcome}  ${entry.kind}${waits}`, TONES[entry.outcome]),
    // Prints the outcome, not the prediction.
    ...fieldsAsLines(
      (change?.fields ?? []).flatMap((field) => fieldLines(field, reading)),
      2,
    ),
    ...(entry.problems ?? []).flatMap((problem) => [
      line(2, problem.code, 'bad'),
      ...details(problem).map((text) => line(2, text)),
    ]),
  ];
}

function notRecordedLines({ notRecorded }: ApplyOutcome): readonly Line[] {
  if (notRecorded.length === 0) return [];
  return [line(0, 'Not recorded', 'bad'), ...notRecordedTexts(notRecorded).map((text) => line(1, text))];
}

function remainingLines(left: Plan | undefined): readonly Line[] {
  const layers = (left?.layers ?? []).filter((layer) => layer.changes.length > 0);
  if (layers.length === 0) return [];
  return [
    line(0, 'Remaining', 'strong'),
    ...layers.flatMap(({ name, changes }) => [
      line(1, name),
      ...changes.map((change) => line(2, `${change.kind}: ${remainingText(change, changes)}`)),
      ...(changes.some(({ step }) => step.by === 'human')
        ? [line(2, `then: ${confirmCommand(name, statementOf(changes))}`)]
        : []),
    ]),
  ];
}

/** A layer is adopted before its other manual steps are due. */
function statementOf(changes: readonly Change[]): 'pasted' | 'done' {
  return changes.some(({ kind }) => kind === 'adopt') ? 'pasted' : 'done';
}
