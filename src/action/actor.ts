import type { Machine } from '../machine.ts';

/** The actor and, if different, the actor of the re-run. Source: docs.github.com, variables (documented). */
export function actorText({ env }: Pick<Machine, 'env'>): string {
  const { GITHUB_ACTOR: actor = '(nobody named)', GITHUB_TRIGGERING_ACTOR: again = actor } = env;
  return again === actor ? actor : `${actor}, and again by ${again}`;
}
