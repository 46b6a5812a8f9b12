import type { Machine } from '../machine.ts';

/** The actor of the run and, if different, the actor who re-ran it. Source: docs.github.com, variables (documented). */
export function actorText({ env }: Pick<Machine, 'env'>): string {
  const { GITHUB_ACTOR: actor = '(nobody named)', GITHUB_TRIGGERING_ACTOR: again = actor } = env;
  return again === actor ? actor : `${actor}, and again by ${again}`;
}
