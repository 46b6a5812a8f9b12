import {
  type Change,
  type Entry,
  groupBy,
  nameList,
  type Plan,
  type Problem,
  type UpdateOutcome,
  type UpdateResult,
} from '../../model/index.ts';
import { checkGroups, onlyErrors } from '../parts/checks.ts';
import { type FieldLine, linesOfChange, type Reading, readingOf } from '../parts/fields.ts';
import { confirmCommand, counted, details } from '../parts/phrases.ts';
import { withoutNumbers } from '../parts/public-redaction.ts';
import { applyHeadline, notRecordedTexts, proofText } from './headline.ts';
import { reasonText } from './stale.ts';

/** Number of commands to copy in one note. */
const MAX_COMMANDS = 10;

export type OutcomeRow = {
  readonly layer: string;
  readonly change: string;
  /** From and to. */
  readonly values: readonly FieldLine[];
  readonly outcome: string;
  /** Reasons for waiting or failure, one sentence each. */
  readonly details: readonly string[];
};

/** A sentence, and commands to copy after it. */
export type OutcomeNote = { readonly text: string; readonly copy?: readonly string[] };

/** The outcome of one pull request in one line. */
export function updateHeadline({ result, left, joined = [] }: UpdateOutcome): string {
  const layers = new Set(left.flatMap((one) => one.layers)).size;
  const rest = layers === 0 ? '' : `Not applied: ${counted(layers, 'unreviewed layer')}.`;
  const own = ownHeadline(result);
  const others = [...new Set(joined.map(({ by }) => by))];
  const nothing =
    others.length === 0
      ? 'No changes to apply: no layers are left.'
      : `Its changes are in the outcome of ${nameList(others)}.`;
  return own === '' ? rest || nothing : `${own} ${rest}`.trim();
}

/** Results by change; the reasons if nothing was applied. */
export function outcomeRows({ result }: UpdateOutcome, hideMoney: boolean): readonly OutcomeRow[] {
  const shown = (text: string): string => (hideMoney ? withoutNumbers(text) : text);
  switch (result.kind) {
    case 'applied': {
      const { outcome } = result;
      const changes = new Map(outcome.changes.map((change) => [change.id, change]));
      const readings = readingsOf(outcome.left, hideMoney);
      const entries = groupBy(outcome.entries, ({ layer }) => layer);
      return outcome.entries.map((entry) => {
        const { layer, kind, waitingOn, problems = [] } = entry;
        const change = changes.get(entry.change);
        const waits = untriedText(entry, change, entries.get(layer) ?? []);
        return {
          layer,
          change: kind,
          values: change === undefined ? [] : linesOfChange(change, readings.get(layer) ?? { hidden: hideMoney }),
          outcome: entry.outcome,
          details: [
            ...(waitingOn === undefined ? [] : [`for ${waitingOn}`]),
            ...(waits === undefined ? [] : [waits]),
            ...problems.flatMap(codeAndDetails).map(shown),
          ],
        };
      });
    }
    case 'stale':
      return [...groupBy(result.stale, ({ layer }) => layer)].map(([layer, reasons]) => ({
        layer,
        change: '',
        values: [],
        outcome: 'stale',
        details: reasons.map((one) => shown(reasonText(one))),
      }));
    case 'refused':
      return result.refusals.map(({ policy, subject, message }) => ({
        layer: subject,
        change: policy,
        values: [],
        outcome: 'refused',
        details: [shown(message)],
      }));
    case 'settled':
    case 'not planned':
    case 'nothing':
      return [];
    default:
      return result satisfies never;
  }
}

/** The closing plan has unit and currency; without it, numbers are in wire form. */
function readingsOf(left: Plan | undefined, hidden: boolean): ReadonlyMap<string, Reading> {
  return new Map(left?.layers.map((layer) => [layer.name, readingOf(left, layer, hidden)]));
}

/** What a change that was not tried waits for: `after pixel`. */
function untriedText({ outcome }: Entry, change: Change | undefined, entries: readonly Entry[]): string | undefined {
  if (outcome !== 'not tried' || change === undefined) return undefined;
  const before = entries.filter((entry) => change.dependsOn.includes(entry.change) && entry.outcome !== 'done');
  const failed = entries.filter((entry) => entry.outcome === 'failed');
  const kinds = [...new Set((before.length > 0 ? before : failed).map(({ kind }) => kind))];
  return kinds.length === 0 ? undefined : `after ${kinds.join(', ')}`;
}

/** Notes below the table: problems, next steps, remaining layers, and the proof. */
export function outcomeNotes(update: UpdateOutcome, hideMoney: boolean): readonly OutcomeNote[] {
  const { result, left, superseded, joined = [] } = update;
  const shown = (text: string): string => (hideMoney ? withoutNumbers(text) : text);
  const outcome = result.kind === 'applied' ? result.outcome : undefined;
  const problems = result.kind === 'applied' || result.kind === 'not planned' ? result.problems : [];
  const errors = checkGroups(onlyErrors(outcome?.left?.layers ?? []));
  return [
    ...problems.map((problem) => ({ text: shown(codeAndDetails(problem).join(' ')) })),
    ...notRecordedTexts(outcome?.notRecorded ?? []).map((text) => ({ text })),
    ...otherLayers(result),
    ...nextSteps(update),
    ...left.map(({ layers, why, remedy }) => ({ text: `${nameList(layers)}: ${why} ${remedy}` })),
    ...[...groupBy(joined, ({ by }) => by)].map(([by, layers]) => ({
      text: `${nameList(layers.map(({ layer }) => layer))}: its changes are in the outcome of ${by}, together with those of ${by}.`,
    })),
    ...[...groupBy(superseded, ({ by }) => by)].map(([by, layers]) => ({
      text: `${nameList(layers.map(({ layer }) => layer))}: superseded by ${by}, which changes it again.`,
    })),
    ...errors.map((check) => ({ text: shown(codeAndDetails(check).join(' ')) })),
    ...(outcome === undefined ? [] : [{ text: proofText(outcome) }]),
  ];
}

function ownHeadline(result: UpdateResult): string {
  switch (result.kind) {
    case 'applied':
      return applyHeadline(result.outcome).text;
    case 'stale': {
      const stale = new Set(result.stale.map(({ layer }) => layer)).size;
      return `Not applied: ${counted(stale, 'layer')} changed since the plan was reviewed. Nothing was written.`;
    }
    case 'refused':
      return `Not applied: ${counted(result.refusals.length, 'refusal')}. Nothing was written.`;
    case 'settled':
      return 'No changes to apply: an earlier run applied it.';
    case 'not planned':
      return 'Not applied: the plan is incomplete. Nothing was written.';
    case 'nothing':
      return '';
    default:
      return result satisfies never;
  }
}

/** If nothing was applied. */
const NEXT_STEPS: Readonly<Record<Exclude<UpdateResult['kind'], 'applied' | 'settled' | 'nothing'>, string>> = {
  stale:
    'Restore the reviewed values and run the failed job again. Or run the apply workflow manually: without a digest it prints the plan of what is left and its digest, with that digest it applies the plan.',
  refused: 'Change the documents, or the values that the refusal names, in another pull request.',
  'not planned': 'Fix the problem, then run the failed job again.',
};

function otherLayers(result: UpdateResult): readonly OutcomeNote[] {
  const others = 'others' in result ? (result.others ?? []) : [];
  return others.length === 0 ? [] : [{ text: `Not applied either, as part of the same plan: ${nameList(others)}.` }];
}

function nextSteps({ result }: UpdateOutcome): readonly OutcomeNote[] {
  if (result.kind === 'nothing' || result.kind === 'settled') return [];
  if (result.kind !== 'applied') return [{ text: NEXT_STEPS[result.kind] }];
  const { entries } = result.outcome;
  const hasFailed = entries.some(({ outcome, problems }) => outcome === 'failed' || (problems?.length ?? 0) > 0);
  const fix = 'Fix the failure, then run the failed job again; it continues from the live state.';
  return hasFailed ? [{ text: fix }] : [];
}

/** The commands after manual steps, for pages without the steps; empty if there are none. */
export function confirmNotes({ result }: UpdateOutcome): readonly OutcomeNote[] {
  const entries = result.kind === 'applied' ? result.outcome.entries : [];
  const manual = [...new Set(entries.filter(({ waitingOn }) => waitingOn === 'you').map(({ layer }) => layer))];
  const adopting = new Set(entries.filter(({ kind }) => kind === 'adopt').map(({ layer }) => layer));
  const copy = manual
    .slice(0, MAX_COMMANDS)
    .map((layer) => confirmCommand(layer, adopting.has(layer) ? 'pasted' : 'done'));
  return copy.length === 0 ? [] : [{ text: 'The plan lists the manual steps. After they are done, run:', copy }];
}

function codeAndDetails({ code, ...problem }: Pick<Problem, 'message' | 'remedy'> & { readonly code: string }) {
  return details({ ...problem, message: `${code}: ${problem.message}` });
}
