import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { ok, type Result, type TikTokCampaign } from '../model/index.ts';
import { readPages } from './pages.ts';
import { Id } from './request.ts';

const PAGE_SIZE = 1_000;
const FIELDS = ['campaign_id', 'campaign_name', 'objective_type', 'operation_status', 'budget_mode', 'budget'];

const word = z.string().min(1).optional().catch(undefined);

/** Source: /campaign/get/ (documented). */
const Row = z.object({
  campaign_id: Id,
  campaign_name: word,
  objective_type: word,
  operation_status: word,
  budget_mode: word,
  budget: z.union([z.number(), z.string()]).optional().catch(undefined),
});

/** Manual, Smart+ and Upgraded Smart+; without a filter, deleted ones are left out (documented). */
export async function readTikTokCampaigns(
  client: Client,
  advertiserId: string,
  signal: AbortSignal,
): Promise<Result<readonly TikTokCampaign[]>> {
  const listed = await readPages(
    client,
    {
      endpoint: 'campaign/get',
      query: { advertiser_id: advertiserId, fields: FIELDS },
      pageSize: PAGE_SIZE,
      row: Row,
      keyOf: ({ campaign_id }) => campaign_id,
    },
    signal,
  );
  return listed.ok ? ok(listed.value.rows.map(campaignOf)) : listed;
}

function campaignOf(row: z.output<typeof Row>): TikTokCampaign {
  const { campaign_id: id, campaign_name: name = '', objective_type: objective, budget_mode: budgetMode } = row;
  const { operation_status: status, budget } = row;
  return {
    id,
    name,
    ...(objective !== undefined && { objective }),
    ...(status === 'ENABLE' || status === 'DISABLE' ? { isOn: status === 'ENABLE' } : {}),
    ...(budgetMode !== undefined && { budgetMode }),
    ...(budget !== undefined && { budget: String(budget) }),
  };
}
