import { type InvalidDocument, ok, type Result } from '../model/index.ts';
import { affected, type BaseWorkspace, openPartialBase } from '../operations/index.ts';
import type { ActionContext } from './context.ts';

/** The valid documents of a commit, and the others. */
export type CommitDocuments = BaseWorkspace & { readonly invalid: readonly InvalidDocument[] };

/** The documents of a commit; `invalid` if the settings are, so that it is unknown which files are documents. */
export type Documents = (commit: string) => Promise<Result<CommitDocuments | 'invalid'>>;

/** Caches the documents of each commit, because a commit is the end of one step and the start of the next. */
export function memoizedDocuments({ opened, machine }: Pick<ActionContext, 'opened' | 'machine'>): Documents {
  const { root, settings, settingsFile } = opened;
  const known = new Map<string, ReturnType<Documents>>();
  const read: Documents = async (commit) => {
    const base = await openPartialBase(commit, root, settings, machine, settingsFile);
    if (base.ok) {
      const { rules, documents } = base.value;
      return ok({ ...rules, desired: documents.layers, invalid: documents.invalid });
    }
    return base.problems.some(({ code }) => code === 'base/invalid') ? ok('invalid') : base;
  };
  return (commit) => {
    const found = known.get(commit) ?? read(commit);
    known.set(commit, found);
    return found;
  };
}

/**
 * Names of the layers that a step can affect, including those whose document is removed or becomes invalid. An invalid
 * document stops only its own layer: the fix affects it again. If settings are invalid, every layer on either side.
 */
export async function touchedLayers(
  from: string | undefined,
  to: string,
  documents: Documents,
): Promise<Result<readonly string[]>> {
  const before = from === undefined ? undefined : await documents(from);
  const after = await documents(to);
  if (before?.ok === false) return before;
  if (!after.ok) return after;
  const [old, now] = [before?.value, after.value];
  const names = (side: CommitDocuments | 'invalid' | undefined) =>
    side === undefined || side === 'invalid' ? [] : side.desired.map(({ name }) => name);
  if (old === undefined || old === 'invalid' || now === 'invalid') return sorted([...names(old), ...names(now)]);
  const left = new Set(names(now));
  return sorted([
    ...affected(now.desired, old, now.own).map(({ name }) => name),
    ...names(old).filter((name) => !left.has(name)),
  ]);
}

function sorted(names: readonly string[]): Result<readonly string[]> {
  return ok([...new Set(names)].sort());
}
