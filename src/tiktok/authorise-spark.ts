import type { ApiFailure, Client } from '../http/index.ts';
import { fail, ok, type Problem, type Result } from '../model/index.ts';
import { withoutCodes } from './spark-hidden.ts';
import { post } from './write.ts';

/**
 * Enters a Spark code in an ad account, which may then advertise with the creator's post. The code is sent exactly as
 * copied, including `#`, and is hidden in all problems.
 *
 * TikTok may refuse a code that was entered before (second-hand). If the result is unclear, the problem is
 * `api/unreachable`, and `sparkCodes` shows the result.
 *
 * Source: business-api.tiktok.com portal/docs, /tt_video/authorize/ (documented). The answer is not read because its
 * shape varies: empty in the documentation, with the ids of post and identity elsewhere (second-hand).
 */
export async function authoriseSpark(
  client: Client,
  advertiserId: string,
  code: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  const answer = await post(
    client,
    {
      endpoint: 'tt_video/authorize',
      body: { advertiser_id: advertiserId, auth_code: code },
    },
    signal,
  );
  if (answer.ok) return ok(undefined);
  return withoutCodes(fail(explained(answer)), [code]);
}

function explained({ problems: [problem], code }: ApiFailure): Problem {
  if (problem.code !== 'api/refused' && problem.code !== 'api/unreadable') return problem;
  // No clear answer from TikTok, for example because it was cut off: the write may have succeeded.
  if (code === undefined) return { ...problem, code: 'api/unreachable' };
  if (problem.code === 'api/unreadable') return problem;
  return {
    ...problem,
    remedy: 'Ask the creator for a new code, if this one has ended; the post must be public, and not deleted.',
  };
}
