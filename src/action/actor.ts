import type { Machine } from '../machine.ts';

/** Who started the run, and who started it again: they need not be one. Source: docs.github.com, variables (documented). */
export function actorText({ env }: Pick<Machine, 'env'>): string {
  const { GITHUB_ACTOR: actor = '(nobody named)', GITHUB_TRIGGERING_ACTOR: again = actor } = env;
  return again === actor ? actor : `${actor}, and again by ${again}`;
}
