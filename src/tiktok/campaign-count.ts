import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { ok, type Result } from '../model/index.ts';
import { PageInfo, pathOf, read } from './request.ts';

/** Source: /campaign/get/ (documented); that deleted campaigns are left out without a filter (documented). */
const Shape = z.object({ page_info: PageInfo });

/** Counts manual, Smart+ and Upgraded Smart+ campaigns; reads none of them. */
export async function readCampaignCount(
  client: Client,
  advertiserId: string,
  signal: AbortSignal,
): Promise<Result<number>> {
  const path = pathOf('campaign/get', { advertiser_id: advertiserId, fields: ['campaign_id'], page_size: 1 });
  const reading = await read(client, path, Shape, signal);
  return reading.ok ? ok(reading.value.page_info.total_number) : reading;
}
