import type { JournalLine, LayersWriter, Problem, Result } from '../model/index.ts';
import type { ApplyInput } from './apply-input.ts';

/** The journal of one project, and the problems of lines that could not be written. */
export type ProjectJournal = Pick<ApplyInput, 'holder' | 'now' | 'journal'> & {
  readonly project: string;
  readonly problems: Problem[];
};

type Write<T> = Pick<JournalLine, 'revision' | 'change' | 'key' | 'fields'> & {
  readonly send: () => Promise<Result<T>>;
  readonly outcomeOf: (value: T) => 'done' | 'waiting';
  /** Even if the first line could not be written. */
  readonly always?: boolean;
};

/** Writes a line before and after a write. The result counts even if the second line could not be written. */
export async function withJournal<T>(
  { holder, project, now, journal, problems }: ProjectJournal,
  { revision, change, key, fields, send, outcomeOf, always = false }: Write<T>,
): Promise<Result<T>> {
  const line = { ...holder, project, revision, change, key };
  const before = await journal({ ...line, at: now().toISOString(), moment: 'before', ...(fields && { fields }) });
  if (!before.ok && !always) return before;
  if (!before.ok) problems.push(...before.problems);
  const result = await send();
  const after = await journal({
    ...line,
    at: now().toISOString(),
    moment: 'after',
    outcome: result.ok ? outcomeOf(result.value) : 'failed',
    ...(!result.ok && { problems: result.problems }),
  });
  if (!after.ok) problems.push(...after.problems);
  return result;
}

/**
 * A writer that journals its ledger writes. Without its journal line, a claim is not taken; a record is still written,
 * because the ledger must contain what was done.
 */
export function journalingWriter(writer: LayersWriter, journal: ProjectJournal): LayersWriter {
  return {
    ...writer,
    writeLedger: (project, live, next, key, signal) => {
      const isClaim = next.claim !== undefined && Object.keys(next.entries).length === 0;
      return withJournal(journal, {
        revision: next.revision,
        change: isClaim ? 'ledger/claim' : 'ledger/record',
        key,
        send: () => writer.writeLedger(project, live, next, key, signal),
        outcomeOf: () => 'done',
        always: !isClaim,
      });
    },
  };
}
