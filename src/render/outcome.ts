import { type ApplyOutcome, nameList, type Problem, type UpdateOutcome } from '../model/index.ts';
import { notRecordedTexts, proofText, verdictLine } from './apply.ts';
import { checkGroups, onlyErrors } from './checks.ts';
import { confirmCommand } from './command.ts';
import { counted, groupedBy } from './counting.ts';
import { withoutNumbers } from './hidden.ts';
import { reasonText } from './stale.ts';

export type OutcomeRow = {
  readonly layer: string;
  readonly change: string;
  readonly fields: readonly string[];
  readonly outcome: string;
  /** Whom it waits for, or what failed, one sentence each. */
  readonly details: readonly string[];
};

export function deliveryVerdict({ result, left }: UpdateOutcome): string {
  const layers = [...new Set(left.flatMap((one) => one.layers))];
  const rest = layers.length === 0 ? '' : ` Not applied: ${counted(layers.length, 'layer')} that nobody reviewed.`;
  switch (result.kind) {
    case 'applied':
      return `${verdictLine(result.outcome).text}${rest}`;
    case 'stale': {
      const moved = new Set(result.stale.map(({ layer }) => layer)).size;
      return `Not applied: ${counted(moved, 'layer')} changed since the plan was reviewed. Nothing was written.${rest}`;
    }
    case 'refused':
      return `Not applied: ${counted(result.refusals.length, 'refusal')}. Nothing was written.${rest}`;
    case 'blocked':
      return `Not applied: another pull request of this run is refused. Nothing was written.${rest}`;
    case 'not planned':
      return `Not applied: not everything could be planned. Nothing was written.${rest}`;
    case 'nothing':
      return rest === '' ? 'Nothing was done: no layer was left to apply.' : rest.trim();
    default:
      return result satisfies never;
  }
}

/** Results by change; the reasons if nothing was applied. */
export function outcomeRows({ result }: UpdateOutcome, hideMoney: boolean): readonly OutcomeRow[] {
  const shown = (text: string): string => (hideMoney ? withoutNumbers(text) : text);
  switch (result.kind) {
    case 'applied': {
      const changes = new Map(result.outcome.changes.map((change) => [change.id, change]));
      return result.outcome.entries.map(({ layer, kind, change, outcome, waitingOn: on, problems = [] }) => ({
        layer,
        change: kind,
        fields: changes.get(change)?.fields.map(({ path }) => path) ?? [],
        outcome,
        details: [...(on === undefined ? [] : [`on ${on}`]), ...problems.flatMap(problemTexts).map(shown)],
      }));
    }
    case 'stale':
      return [...groupedBy(result.stale, ({ layer }) => layer)].map(([layer, reasons]) => ({
        layer,
        change: '',
        fields: [],
        outcome: 'stale',
        details: reasons.map((one) => shown(reasonText(one))),
      }));
    case 'refused':
      return result.refusals.map(({ policy, subject, message }) => ({
        layer: subject,
        change: policy,
        fields: [],
        outcome: 'refused',
        details: [shown(message)],
      }));
    case 'blocked':
    case 'not planned':
    case 'nothing':
      return [];
    default:
      return result satisfies never;
  }
}

/** A sentence, and commands to copy after it. */
export type OutcomeNote = { readonly text: string; readonly copy?: readonly string[] };

/** Notes below the table: problems, next steps, what is left, and the proof. */
export function outcomeNotes(delivery: UpdateOutcome, hideMoney: boolean): readonly OutcomeNote[] {
  const { result, left, superseded } = delivery;
  const shown = (text: string): string => (hideMoney ? withoutNumbers(text) : text);
  const problems = result.kind === 'applied' || result.kind === 'not planned' ? result.problems : [];
  return [
    ...problems.map((problem) => ({ text: shown(problemTexts(problem).join(' ')) })),
    ...(result.kind === 'applied' ? notRecordedTexts(result.outcome.notRecorded).map((text) => ({ text })) : []),
    ...nextSteps(delivery),
    ...left.map(({ layers, why, remedy }) => ({ text: `${nameList(layers)}: ${why} ${remedy}` })),
    ...[...groupedBy(superseded, ({ by }) => by)].map(([by, layers]) => ({
      text: `${nameList(layers.map(({ layer }) => layer))}: changed again by ${by}, and left to it.`,
    })),
    ...(result.kind === 'applied' ? [...errorNotes(result.outcome, shown), { text: proofText(result.outcome) }] : []),
  ];
}

/** Errors that remain after the apply. */
function errorNotes({ left }: ApplyOutcome, shown: (text: string) => string): readonly OutcomeNote[] {
  return checkGroups(onlyErrors(left?.layers ?? [])).map(({ code, message, remedy }) => ({
    text: shown([`${code}: ${message}`, ...(remedy === undefined ? [] : [remedy])].join(' ')),
  }));
}

function nextSteps({ result }: UpdateOutcome): readonly OutcomeNote[] {
  switch (result.kind) {
    case 'applied': {
      const { entries } = result.outcome;
      const hands = [...new Set(entries.filter(({ waitingOn }) => waitingOn === 'you').map(({ layer }) => layer))];
      const again = entries.some(({ outcome, problems }) => outcome === 'failed' || (problems?.length ?? 0) > 0);
      return [
        ...(again
          ? [{ text: 'Settle what failed, then run the failed job again: it goes on from what is live.' }]
          : []),
        ...(hands.length === 0
          ? []
          : [
              {
                text: 'What people must do stands in the plan. When it is done:',
                copy: hands.slice(0, MOST).map(confirmCommand),
              },
            ]),
      ];
    }
    case 'stale':
      return [
        {
          text: 'Put back what moved and run the failed job again, or have a new plan reviewed: with another pull request, or by starting the apply workflow by hand, with the digest that it shows.',
        },
      ];
    case 'refused':
      return [{ text: 'Change the documents, or what the refusal is about, in another pull request.' }];
    case 'blocked':
      return [{ text: 'Settle the refusal, then run the failed job again.' }];
    case 'not planned':
      return [{ text: 'Settle the problem, then run the failed job again.' }];
    case 'nothing':
      return [];
    default:
      return result satisfies never;
  }
}

/** Number of commands to copy in one note. */
const MOST = 10;

function problemTexts({ code, message, remedy }: Problem): readonly string[] {
  return [`${code}: ${message}`, ...(remedy === undefined ? [] : [remedy])];
}
