import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { type AccountBudget, fail, ok, type Result } from '../model/index.ts';
import { plainDecimal } from './decimal.ts';
import { Id } from './read.ts';
import { post } from './write.ts';

const Rows = z.array(z.object({ advertiser_id: Id, status: z.string(), error_msg: z.string().nullish() }));

/**
 * The documentation calls the rows `list`, the official SDK `advertiser_list`.
 *
 * Source: business-api.tiktok.com portal/docs, /advertiser/update/ (second-hand); the official SDK,
 * yml_files/advertiser_update.yml (documented).
 */
const Shape = z
  .object({ list: Rows.nullish(), advertiser_list: Rows.nullish() })
  .transform(({ list, advertiser_list }) => [...(list ?? []), ...(advertiser_list ?? [])]);

type BudgetWish = { readonly business: string; readonly advertiserId: string; readonly budget: AccountBudget };

/**
 * Sets the budget of a whole ad account. The Business Center must own the account, and the token's user must manage its
 * money. TikTok refuses amounts under 105 % of the spend in the running period and more than 10 changes a day. It
 * reports such a refusal in a row of a successful answer.
 *
 * @param hidden masks the token in a text
 */
export async function setBudget(
  client: Client,
  { business, advertiserId, budget: { mode, amount } }: BudgetWish,
  hidden: (text: string) => string,
  signal: AbortSignal,
): Promise<Result<void>> {
  const limit = mode === 'UNLIMITED' ? undefined : plainDecimal(amount ?? '');
  if (mode !== 'UNLIMITED' && limit === undefined) {
    return refused(`The budget ${mode} of the ad account ${advertiserId} has no amount; nothing was sent.`);
  }
  const answer = await post(
    client,
    {
      endpoint: 'advertiser/update',
      body: {
        bc_id: business,
        budget_update_type: 'UPDATE',
        advertiser_budgets: [
          { advertiser_id: advertiserId, budget_mode: mode, ...(limit !== undefined && { budget: Number(limit) }) },
        ],
      },
    },
    signal,
  );
  if (!answer.ok) return answer;
  if (answer.unchanged) return ok(undefined);
  const parsed = Shape.safeParse(answer.data);
  const row = parsed.data?.find((each) => each.advertiser_id === advertiserId);
  switch (row?.status) {
    case 'SUCCESS':
      return ok(undefined);
    case 'FAILED':
      return refused(
        `TikTok refused to change the budget of the ad account ${advertiserId}: ${oneLine(hidden(row.error_msg ?? 'it gives no reason'))}`,
      );
    case undefined:
    default:
      return fail({
        code: 'api/unreadable',
        message: `TikTok does not say what became of the budget of the ad account ${advertiserId}.`,
        remedy: 'Run it again: it looks at the budget first.',
      });
  }
}

function refused(message: string): ApiFailure {
  return fail({
    code: 'api/refused',
    message,
    remedy:
      'A budget is at least 105 % of what the running month has cost already, and can change about ten times a day.',
  });
}

function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
