import type { ConfirmedValue, Holder, LayersWriter, LedgerEntry, Owner, Problem } from '../model/index.ts';
import type { HasEnded } from './apply-input.ts';
import { type Claimed, idempotencyKey, isBlocking, isConflict, isPlanLedger, nextRevision, takenBy } from './claim.ts';
import { confirmedValues, type Statement, statementProblems } from './check-statement.ts';
import { type EntryOrigin, entryPasted, entryStated, ledgerKey, statementsIn } from './ledger-entry.ts';
import { nextLedger } from './record-project.ts';

export type ConfirmInput = {
  readonly project: string;
  /** About layers of this project. */
  readonly statements: readonly Statement[];
  readonly writer: LayersWriter;
  readonly holder: Holder;
  readonly hasEnded: HasEnded;
  readonly owner: Owner;
  readonly commit: string | null;
  readonly now: Date;
};

/** `changed`: the plans of these layers were made from a different ledger, and nothing was recorded in the project. */
export type Confirmation =
  | { readonly state: 'done'; readonly layers: readonly StatementResult[] }
  | { readonly state: 'changed'; readonly names: readonly string[] }
  | Extract<Claimed, { readonly state: 'taken' }>
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

export type StatementResult = { readonly name: string } & (
  | { readonly state: 'recorded'; readonly values: readonly ConfirmedValue[] }
  /** The plan has no manual step that only a person can confirm. */
  | { readonly state: 'nothing' }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] }
);

/**
 * Records what a person says about layers of one project in one write, which needs no claim of its own. A statement that
 * an API contradicts is not recorded; the others are.
 */
export async function confirmProject(input: ConfirmInput, signal: AbortSignal): Promise<Confirmation> {
  const { project, writer, holder, hasEnded, owner, commit, now } = input;
  const checked = input.statements.map((statement) => ({ statement, problems: statementProblems(statement) }));
  const recordable = checked.filter(({ problems, statement }) => problems.length === 0 && isNews(statement));
  const statements = recordable.map(({ statement }) => statement);
  if (statements.length === 0) return { state: 'done', layers: results(new Map()) };
  const live = await writer.project(project, signal);
  if (!live.ok) return failed(live.problems);
  const { ledger } = live.value;
  const { claim } = ledger;
  if (claim !== undefined && (await isBlocking(claim, holder, now, hasEnded))) return takenBy(claim);
  const changed = statements.filter((statement) => !isPlanLedger(statement, ledger));
  if (changed.length > 0) return { state: 'changed', names: changed.map(({ layer }) => layer.name) };
  const revision = nextRevision(ledger);
  const origin: EntryOrigin = { owner, commit, time: now.toISOString(), revision };
  const entryByName = new Map(statements.map((statement) => [statement.layer.name, entryOf(statement, origin)]));
  const entries = Object.fromEntries(
    statements.flatMap(({ layer }) => {
      const entry = entryByName.get(layer.name);
      return entry === undefined ? [] : [[ledgerKey(layer), entry]];
    }),
  );
  const next = nextLedger(ledger, claim, revision, statements, entries, now);
  const size = writer.checkLedgerSize(live.value, next);
  if (!size.ok) return failed(size.problems);
  const key = idempotencyKey(project, revision, 'claim');
  const written = await writer.writeLedger(project, live.value, next, key, signal);
  if (written.ok) return { state: 'done', layers: results(entryByName) };
  return isConflict(written.problems) ? takenBy(undefined) : failed(written.problems);

  function failed(reasons: readonly Problem[]): Confirmation {
    return { state: 'failed', problems: [...checked.flatMap(({ problems }) => problems), ...reasons] };
  }

  function results(recorded: ReadonlyMap<string, LedgerEntry>): readonly StatementResult[] {
    return checked.map(({ statement, problems }) => {
      const { name } = statement.layer;
      const entry = recorded.get(name);
      if (entry !== undefined) return { name, state: 'recorded', values: confirmedValues(statement, entry) };
      return problems.length > 0 ? { name, state: 'failed', problems } : { name, state: 'nothing' };
    });
  }
}

/** A pasted config is a statement even if no step waits for it. */
function isNews({ layer, live, pasted, changes }: Statement): boolean {
  return pasted !== undefined || statementsIn(layer, live, changes).length > 0;
}

function entryOf({ layer, live, pasted, changes }: Statement, origin: EntryOrigin): LedgerEntry {
  return pasted === undefined ? entryStated(layer, live, origin, changes) : entryPasted(pasted, layer, live, origin);
}
