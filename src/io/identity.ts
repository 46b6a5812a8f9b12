import type { Machine } from '../machine.ts';
import type { Holder, Owner, Result } from '../model/index.ts';
import { commitId, originUrl, locateInGit } from './git.ts';

/** The run and its repository, for claims and ledger entries. */
export type Identity = {
  readonly holder: Holder;
  readonly owner: Owner;
  readonly commit: string | null;
};

/** From GitHub Actions, otherwise from git, otherwise unknown. */
export async function identify(machine: Pick<Machine, 'env' | 'git' | 'uuid'>, root: string): Promise<Identity> {
  const { env } = machine;
  const location = await locateInGit(root, machine);
  const prefix = location.ok ? location.value.prefix : '';
  const repository = env.GITHUB_REPOSITORY ?? repositoryOf(known(await originUrl(root, machine)));
  const commit = env.GITHUB_SHA ?? known(await commitId('HEAD', root, machine));
  return {
    holder: holderIn(env, repository, machine.uuid()),
    owner: { repository: repository ?? null, root: prefix === '' ? '.' : prefix },
    commit: commit ?? null,
  };
}

function known(result: Result<string | undefined>): string | undefined {
  return result.ok ? result.value : undefined;
}

/**
 * Attempts and jobs share the run, and jobs of a matrix share the job id: only the nonce distinguishes them.
 *
 * Source: docs.github.com, "Default environment variables" (documented).
 */
function holderIn(
  { GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt, GITHUB_JOB: job }: Machine['env'],
  repository: string | undefined,
  nonce: string,
): Holder {
  if (run === undefined) return { run: `local:${nonce}`, nonce };
  const count = Number(attempt);
  return {
    run: `${repository}#${run}`,
    nonce,
    ...(Number.isSafeInteger(count) && count > 0 && { attempt: count }),
    ...(job !== undefined && job !== '' && { job }),
  };
}

/**
 * Both `git@github.com:acme/ads.git` and `https://user:token@github.com/acme/ads` are `acme/ads`. Names contain neither
 * `@` nor `?`, so the result never contains a token; it goes into the ledger.
 */
export function repositoryOf(remote: string | undefined): string | undefined {
  const match = /[/:]([\w.~-]+\/[\w.~-]+?)(?:\.git)?\/?\s*$/.exec(remote ?? '');
  return match?.[1];
}
