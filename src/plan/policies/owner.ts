import type { Owner } from '../../model/index.ts';
import { type Policy, refuse } from './policy.ts';

/** Two repositories that manage one layer overwrite each other's changes. */
export const owner: Policy = ({ changed, owner: ours }) =>
  changed.flatMap(({ pair, changes }) => {
    const { ledger } = pair.live;
    if (changes.length === 0 || ledger.state !== 'kept') return [];
    const theirs = ledger.entry.owner;
    // No recorded owner: a first apply outside of git. Any repository may take it.
    if (theirs.repository === null || same(theirs, ours)) return [];
    return [
      refuse(
        'owner',
        pair,
        '',
        `The layer is managed by ${shown(theirs)}; ${ours.repository === null ? 'this folder has no git remote' : `this repository is ${shown(ours)}`}.`,
      ),
    ];
  });

/**
 * GitHub ignores the case of owner and repository. Source: docs.github.com, REST repositories (documented: not
 * case-sensitive).
 */
function same(a: Owner, b: Owner): boolean {
  return a.repository?.toLowerCase() === b.repository?.toLowerCase() && a.root === b.root;
}

function shown({ repository, root }: Owner): string {
  return root === '' || root === '.' ? `${repository}` : `${repository} (${root})`;
}
