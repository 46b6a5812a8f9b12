import type { ApiFailure, Client } from '../http/index.ts';
import type { Problem, Result } from '../model/index.ts';
import { withoutCodes } from './spark-hidden.ts';
import { post } from './write.ts';

/**
 * Enters a Spark code in an ad account, which may then advertise with the creator's post. The code goes out exactly as it
 * was copied, `#` included, and stands in no problem.
 *
 * A code that was entered already may be refused (second-hand). Where it is unclear what became of it the problem is
 * `api/unreachable`, and `sparkCodes` shows.
 *
 * Source: business-api.tiktok.com portal/docs, /tt_video/authorize/ (documented). What it answers differs, so that is not
 * looked at: the documentation shows nothing, others saw the ids of post and identity (second-hand).
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
  if (answer.ok) return { ok: true, value: undefined };
  return withoutCodes({ ok: false, problems: [explained(answer)] }, [code]);
}

function explained({ problems: [problem], code }: ApiFailure): Problem {
  if (problem.code !== 'api/refused' && problem.code !== 'api/unreadable') return problem;
  // No clear word of TikTok, such as an answer that was cut off: it may have been done.
  if (code === undefined) return { ...problem, code: 'api/unreachable' };
  if (problem.code === 'api/unreadable') return problem;
  return {
    ...problem,
    remedy: 'Ask the creator for a new code, if this one has ended; the post must be public, and not deleted.',
  };
}
