import { z } from 'zod';
import type { Client } from '../http/index.ts';
import type { Result, SparkCode } from '../model/index.ts';
import { readPages } from './pages.ts';
import { Id, PageInfo } from './read.ts';
import { withoutCodes } from './spark-hidden.ts';

/**
 * Both forms of a time are documented, and both are UTC: `2026-01-31 10:00:00` and `2026-01-31T10:00:00Z`.
 *
 * Source: business-api.tiktok.com portal/docs, /tt_video/info/, /identity/video/info/ (documented).
 */
const Time = z.string().transform((text, context) => {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)?$/.exec(text);
  const time = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}Z`);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  context.addIssue({ code: 'custom', message: 'no time' });
  return z.NEVER;
});

/** Source: business-api.tiktok.com portal/docs, /tt_video/list/, /tt_video/info/ (documented). */
const Shape = z.object({
  list: z.array(
    z.object({
      auth_info: z.object({ ad_auth_status: z.string(), auth_end_time: z.union([z.literal(''), Time]).nullish() }),
      item_info: z.object({ item_id: Id, auth_code: z.string() }),
    }),
  ),
  page_info: PageInfo,
});

type Row = z.output<typeof Shape>['list'][number];

/**
 * Every Spark code that an ad account has entered, those that ended included; `undefined` where the token may not ask.
 * The codes stand in no problem, whatever TikTok says.
 */
export async function readSparkCodes(
  client: Client,
  advertiserId: string,
  signal: AbortSignal,
): Promise<Result<readonly SparkCode[] | undefined>> {
  let seen: readonly string[] = [];
  const listed = await readPages(
    client,
    {
      endpoint: 'tt_video/list',
      query: { advertiser_id: advertiserId },
      shape: Shape,
      keyOf: ({ item_info }) => `${item_info.item_id} ${item_info.auth_code}`,
      enough: (rows) => {
        seen = rows.map(({ item_info }) => item_info.auth_code);
        return false;
      },
    },
    signal,
  );
  if (listed.ok) return { ok: true, value: listed.value.rows.map(codeOf) };
  return listed.problems[0].code === 'api/forbidden'
    ? { ok: true, value: undefined }
    : withoutCodes({ ok: false, problems: listed.problems }, seen);
}

function codeOf({ auth_info: auth, item_info: item }: Row): SparkCode {
  return {
    code: item.auth_code,
    item: item.item_id,
    status: auth.ad_auth_status,
    ...(auth.auth_end_time && { until: auth.auth_end_time }),
  };
}
