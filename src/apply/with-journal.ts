import type { Holder, Journal, LayersWriter, Problem } from '../model/index.ts';

/**
 * A writer that journals every ledger write before and after it. If a claim cannot be journalled, it is not taken. A
 * record is written even then: the ledger must contain what was done.
 */
export function withJournal(
  writer: LayersWriter,
  { holder, now, journal }: { readonly holder: Holder; readonly now: () => Date; readonly journal: Journal },
  unjournalled: (problems: readonly Problem[]) => void,
): LayersWriter {
  return {
    ...writer,
    writeLedger: async (project, seen, next, key, signal) => {
      const isClaim = next.claim !== undefined && Object.keys(next.entries).length === 0;
      const change = isClaim ? 'ledger/claim' : 'ledger/record';
      const line = { ...holder, project, revision: next.revision, change, key };
      const intent = await journal({ ...line, at: now().toISOString(), moment: 'before' });
      if (!intent.ok && isClaim) return intent;
      if (!intent.ok) unjournalled(intent.problems);
      const written = await writer.writeLedger(project, seen, next, key, signal);
      const kept = await journal({
        ...line,
        at: now().toISOString(),
        moment: 'after',
        outcome: written.ok ? 'done' : 'failed',
        ...(!written.ok && { problems: written.problems }),
      });
      if (!kept.ok) unjournalled(kept.problems);
      return written;
    },
  };
}
