import { type ApplyOutcome, nameList, type UpdateOutcome } from '../../model/index.ts';
import { checkGroups, onlyErrors } from '../parts/checks.ts';
import { confirmCommand, counted, details, groupedBy } from '../parts/phrases.ts';
import { withoutNumbers } from '../parts/public-redaction.ts';
import { applyHeadline, notRecordedTexts, proofText } from './headline.ts';
import { reasonText } from './stale.ts';

/** Number of commands to copy in one note. */
const MAX_COMMANDS = 10;

export type OutcomeRow = {
  readonly layer: string;
  readonly change: string;
  readonly fields: readonly string[];
  readonly outcome: string;
  /** Reasons for waiting or failure, one sentence each. */
  readonly details: readonly string[];
};

/** A sentence, and commands to copy after it. */
export type OutcomeNote = { readonly text: string; readonly copy?: readonly string[] };

/** The outcome of one pull request in one line. */
export function updateHeadline({ result, left }: UpdateOutcome): string {
  const layers = [...new Set(left.flatMap((one) => one.layers))];
  const rest = layers.length === 0 ? '' : ` Not applied: ${counted(layers.length, 'unreviewed layer')}.`;
  switch (result.kind) {
    case 'applied':
      return `${applyHeadline(result.outcome).text}${rest}`;
    case 'stale': {
      const stale = new Set(result.stale.map(({ layer }) => layer)).size;
      return `Not applied: ${counted(stale, 'layer')} changed since the plan was reviewed. Nothing was written.${rest}`;
    }
    case 'refused':
      return `Not applied: ${counted(result.refusals.length, 'refusal')}. Nothing was written.${rest}`;
    case 'blocked':
      return `Not applied: another pull request of this run is refused. Nothing was written.${rest}`;
    case 'not planned':
      return `Not applied: the plan is incomplete. Nothing was written.${rest}`;
    case 'nothing':
      return rest === '' ? 'No changes to apply: no layers are left.' : rest.trim();
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
      return result.outcome.entries.map(({ layer, kind, change, outcome, waitingOn, problems = [] }) => ({
        layer,
        change: kind,
        fields: changes.get(change)?.fields.map(({ path }) => path) ?? [],
        outcome,
        details: [
          ...(waitingOn === undefined ? [] : [`for ${waitingOn}`]),
          ...problems.flatMap(codeAndDetails).map(shown),
        ],
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

/** Notes below the table: problems, next steps, remaining layers, and the proof. */
export function outcomeNotes(update: UpdateOutcome, hideMoney: boolean): readonly OutcomeNote[] {
  const { result, left, superseded } = update;
  const shown = (text: string): string => (hideMoney ? withoutNumbers(text) : text);
  const outcome = result.kind === 'applied' ? result.outcome : undefined;
  const problems = result.kind === 'applied' || result.kind === 'not planned' ? result.problems : [];
  const errors = checkGroups(onlyErrors(outcome?.left?.layers ?? []));
  return [
    ...problems.map((problem) => ({ text: shown(codeAndDetails(problem).join(' ')) })),
    ...notRecordedTexts(outcome?.notRecorded ?? []).map((text) => ({ text })),
    ...nextSteps(update),
    ...left.map(({ layers, why, remedy }) => ({ text: `${nameList(layers)}: ${why} ${remedy}` })),
    ...[...groupedBy(superseded, ({ by }) => by)].map(([by, layers]) => ({
      text: `${nameList(layers.map(({ layer }) => layer))}: superseded by ${by}, which changes it again.`,
    })),
    ...errors.map((check) => ({ text: shown(codeAndDetails(check).join(' ')) })),
    ...(outcome === undefined ? [] : [{ text: proofText(outcome) }]),
  ];
}

function nextSteps({ result }: UpdateOutcome): readonly OutcomeNote[] {
  switch (result.kind) {
    case 'applied':
      return nextStepsOf(result.outcome);
    case 'stale':
      return [
        {
          text: 'Restore the reviewed values and run the failed job again, or have a new plan reviewed: open another pull request, or run the apply workflow manually with the digest that it prints.',
        },
      ];
    case 'refused':
      return [{ text: 'Change the documents, or the values that the refusal names, in another pull request.' }];
    case 'blocked':
      return [{ text: 'Resolve the refusal, then run the failed job again.' }];
    case 'not planned':
      return [{ text: 'Fix the problem, then run the failed job again.' }];
    case 'nothing':
      return [];
    default:
      return result satisfies never;
  }
}

function nextStepsOf({ entries }: ApplyOutcome): readonly OutcomeNote[] {
  const manual = [...new Set(entries.filter(({ waitingOn }) => waitingOn === 'you').map(({ layer }) => layer))];
  const hasFailed = entries.some(({ outcome, problems }) => outcome === 'failed' || (problems?.length ?? 0) > 0);
  return [
    ...(hasFailed
      ? [{ text: 'Fix the failure, then run the failed job again; it continues from the live state.' }]
      : []),
    ...(manual.length === 0
      ? []
      : [
          {
            text: 'The plan lists the manual steps. After they are done, run:',
            copy: manual.slice(0, MAX_COMMANDS).map(confirmCommand),
          },
        ]),
  ];
}

function codeAndDetails(problem: Parameters<typeof details>[0] & { readonly code: string }): readonly string[] {
  const [message = '', ...remedy] = details(problem);
  return [`${problem.code}: ${message}`, ...remedy];
}
