import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { fail, ok, type Problem, type Result, type SparkCode, type SparkCodes, sparkKey } from '../model/index.ts';
import { readPages } from './pages.ts';
import { withoutCodes } from './redact-spark-codes.ts';
import { Id, undocumented, write } from './request.ts';

/**
 * `2026-01-31 10:00:00` and `2026-01-31T10:00:00Z`, both UTC.
 *
 * Source of this file: /tt_video/list/, /tt_video/info/, /tt_video/authorize/, /identity/video/info/ (documented).
 */
const Time = z.string().transform((text, context) => {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)?$/.exec(text);
  const time = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}Z`);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  context.addIssue({ code: 'custom', message: 'no time' });
  return z.NEVER;
});

/** Rows may lack a code (unknown); such a row cannot match a document. */
const Coded = z.looseObject({ item_info: z.looseObject({ auth_code: z.string().trim().min(2) }) });

const Row = z.object({
  auth_info: z.object({ ad_auth_status: z.string(), auth_end_time: z.union([z.literal(''), Time]).nullish() }),
  item_info: z.object({ item_id: Id, status: z.string().min(1).optional().catch(undefined) }),
});

/**
 * Includes ended codes; `undefined` if the token lacks the permission. A broken row fails only its own code. Problems
 * never contain codes.
 */
export async function readSparkCodes(
  client: Client,
  advertiserId: string,
  signal: AbortSignal,
): Promise<Result<SparkCodes | undefined>> {
  let seen: readonly string[] = [];
  const listed = await readPages(
    client,
    {
      endpoint: 'tt_video/list',
      query: { advertiser_id: advertiserId },
      row: Coded,
      keyOf: ({ item_info }) => `${JSON.stringify(item_info['item_id'])} ${item_info.auth_code}`,
      enough: (rows) => {
        seen = rows.map(({ item_info }) => item_info.auth_code);
        return false;
      },
    },
    signal,
  );
  if (listed.ok) {
    const codes = listed.value.rows.map(
      (row) => [sparkKey(row.item_info.auth_code), codeOf(row, advertiserId)] as const,
    );
    return ok(new Map(codes));
  }
  return listed.problems[0].code === 'api/forbidden' ? ok(undefined) : withoutCodes(fail(...listed.problems), seen);
}

function codeOf(row: z.output<typeof Coded>, advertiserId: string): Result<SparkCode> {
  const parsed = Row.safeParse(row);
  if (!parsed.success) return undocumented(`a Spark code of ad account ${advertiserId}`, parsed.error);
  const { auth_info: auth, item_info: item } = parsed.data;
  const until = auth.auth_end_time ? { until: auth.auth_end_time } : {};
  const postStatus = item.status === undefined ? {} : { postStatus: item.status };
  return ok({ item: item.item_id, status: auth.ad_auth_status, ...postStatus, ...until });
}

/**
 * Afterwards the account may advertise with the creator's post. The code is sent as copied, including `#`; problems
 * never contain it.
 *
 * TikTok may refuse a repeated code (second-hand). If the result is unclear (`api/unreachable`), `sparkCodes` shows it.
 * The response is not read, because its shape varies: empty (documented), or with ids (second-hand).
 */
export async function authoriseSpark(
  client: Client,
  advertiserId: string,
  code: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  const written = await write(
    client,
    { endpoint: 'tt_video/authorize', body: { advertiser_id: advertiserId, auth_code: code } },
    signal,
  );
  if (written.ok) return ok(undefined);
  return withoutCodes(fail(sparkProblem(written)), [code]);
}

function sparkProblem({ problems: [problem], code }: ApiFailure): Problem {
  if (problem.code !== 'api/refused' && problem.code !== 'api/unreadable') return problem;
  // No clear response, for example cut off: the write may have succeeded.
  if (code === undefined) return { ...problem, code: 'api/unreachable' };
  if (problem.code === 'api/unreadable') return problem;
  return {
    ...problem,
    remedy: 'Ask the creator for a new code, and check that the post exists and is public.',
  };
}
