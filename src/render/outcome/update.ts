import { groupBy, nameList, type Problem, type UpdateOutcome, type UpdateResult } from '../../model/index.ts';
import { checkGroups, onlyErrors } from '../parts/checks.ts';
import { confirmCommand, counted, details } from '../parts/phrases.ts';
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
  const layers = new Set(left.flatMap((one) => one.layers)).size;
  const rest = layers === 0 ? '' : `Not applied: ${counted(layers, 'unreviewed layer')}.`;
  const own = ownHeadline(result);
  return own === '' ? rest || 'No changes to apply: no layers are left.' : `${own} ${rest}`.trim();
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
      return [...groupBy(result.stale, ({ layer }) => layer)].map(([layer, reasons]) => ({
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
    case 'blocked':
      return 'Not applied: another pull request of this run is refused. Nothing was written.';
    case 'not planned':
      return 'Not applied: the plan is incomplete. Nothing was written.';
    case 'nothing':
      return '';
    default:
      return result satisfies never;
  }
}

/** If nothing was applied. */
const NEXT_STEPS: Readonly<Record<Exclude<UpdateResult['kind'], 'applied' | 'nothing'>, string>> = {
  stale:
    'Restore the reviewed values and run the failed job again, or have a new plan reviewed: open another pull request, or run the apply workflow manually with the digest that it prints.',
  refused: 'Change the documents, or the values that the refusal names, in another pull request.',
  blocked: 'Resolve the refusal, then run the failed job again.',
  'not planned': 'Fix the problem, then run the failed job again.',
};

function nextSteps({ result }: UpdateOutcome): readonly OutcomeNote[] {
  if (result.kind === 'nothing') return [];
  if (result.kind !== 'applied') return [{ text: NEXT_STEPS[result.kind] }];
  const { entries } = result.outcome;
  const manual = [...new Set(entries.filter(({ waitingOn }) => waitingOn === 'you').map(({ layer }) => layer))];
  const adopting = new Set(entries.filter(({ kind }) => kind === 'adopt').map(({ layer }) => layer));
  const hasFailed = entries.some(({ outcome, problems }) => outcome === 'failed' || (problems?.length ?? 0) > 0);
  const fix = 'Fix the failure, then run the failed job again; it continues from the live state.';
  const confirm = {
    text: 'The plan lists the manual steps. After they are done, run:',
    copy: manual.slice(0, MAX_COMMANDS).map((layer) => confirmCommand(layer, adopting.has(layer) ? 'pasted' : 'done')),
  };
  return [...(hasFailed ? [{ text: fix }] : []), ...(manual.length === 0 ? [] : [confirm])];
}

function codeAndDetails({ code, ...problem }: Pick<Problem, 'message' | 'remedy'> & { readonly code: string }) {
  return details({ ...problem, message: `${code}: ${problem.message}` });
}
