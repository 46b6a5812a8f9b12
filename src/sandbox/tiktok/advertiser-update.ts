import { z } from 'zod';
import { changeBudget, rowOf } from './account-budgets.ts';
import { advertiserFor, businessFor } from './access.ts';
import { accepted, declined, PARAMETER_ERROR, type Reply } from './envelope.ts';
import { id, name } from './params.ts';
import { type Call, type Route, writeRoute } from './route.ts';

/** The SDK declares these as whole numbers, the documentation shows strings: both are accepted. */
const looseId = z.union([z.int().positive().transform(String), id]);

const Body = z.object({
  advertiser_id: id.optional(),
  advertiser_name: name(100).optional(),
  company: name(255).optional(),
  promotion_link: z.string().max(255).optional(),
  address: z.string().min(1).max(1024).optional(),
  bc_id: looseId.optional(),
  budget_update_type: z.enum(['UPDATE', 'RESET', 'INCREMENTAL_UPDATE', 'ONE_CLICK_SET']).default('UPDATE'),
  advertiser_budgets: z
    .array(
      z.object({
        advertiser_id: looseId,
        budget_mode: z.enum(['UNLIMITED', 'MONTHLY_BUDGET', 'DAILY_BUDGET', 'CUSTOM_BUDGET']).optional(),
        budget: z.number().optional(),
      }),
    )
    .min(1)
    .optional(),
});
type Asked = z.output<typeof Body>;

/** Ad accounts per call. Source: business-api.tiktok.com POST /advertiser/update/ (second-hand documentation). */
const LARGEST_BATCH = { UPDATE: 50, RESET: 50, INCREMENTAL_UPDATE: 1, ONE_CLICK_SET: 1 } as const;

/**
 * Two endpoints in one: the profile of an ad account, or the budgets of ad accounts that a Business Center owns.
 *
 * Source: business-api.tiktok.com POST /advertiser/update/; advertiser_update.yml of TikTok's official SDK (documented;
 * the rules are second-hand); scopes 1, 15, 151.
 */
export const advertiserUpdate: readonly Route[] = [
  writeRoute('/advertiser/update/', [1, 15, 151], Body, (asked, call) => {
    const budgets = asked.advertiser_budgets !== undefined || asked.bc_id !== undefined;
    if (!budgets) return updateProfile(asked, call);
    if (asked.advertiser_id === undefined) return updateBudgets(asked, call);
    return declined(
      PARAMETER_ERROR,
      'Invalid value for advertiser_id: profile and budgets cannot be updated together.',
    );
  }),
];

function updateProfile(asked: Asked, call: Call): Reply {
  if (asked.advertiser_id === undefined) {
    return declined(PARAMETER_ERROR, 'Missing required field(s): advertiser_id.');
  }
  const advertiser = advertiserFor(asked.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  if (asked.advertiser_name !== undefined) advertiser.name = asked.advertiser_name;
  if (asked.company !== undefined) advertiser.company = asked.company;
  return accepted({});
}

/** Each ad account has its own row: the call succeeds even if rows fail (second-hand documentation). */
function updateBudgets(asked: Asked, call: Call): Reply {
  const { bc_id: bc, advertiser_budgets: budgets, budget_update_type: kind } = asked;
  if (bc === undefined || budgets === undefined) {
    const missing = bc === undefined ? 'bc_id' : 'advertiser_budgets';
    return declined(PARAMETER_ERROR, `Missing required field(s): ${missing}.`);
  }
  const business = businessFor(bc, 'finance-manager', call);
  if ('refusal' in business) return business.refusal;
  if (budgets.length > LARGEST_BATCH[kind]) {
    return declined(PARAMETER_ERROR, `Invalid value for advertiser_budgets: at most ${LARGEST_BATCH[kind]}.`);
  }
  if (kind === 'INCREMENTAL_UPDATE' && budgets.some(({ budget_mode: mode }) => mode !== undefined)) {
    return declined(PARAMETER_ERROR, 'Invalid value for budget_mode: not allowed for INCREMENTAL_UPDATE.');
  }
  const without = budgets.find(
    ({ budget, budget_mode: mode }) =>
      budget === undefined && (kind === 'INCREMENTAL_UPDATE' || (kind === 'UPDATE' && mode !== 'UNLIMITED')),
  );
  if (without !== undefined) return declined(PARAMETER_ERROR, 'Missing required field(s): budget.');

  const rows = budgets.map(({ advertiser_id: wanted, budget, budget_mode: mode }) => {
    const advertiser = call.state.world.tiktok.advertisers.find(
      (each) => each.id === wanted && each.ownerBusiness === business.id,
    );
    if (advertiser === undefined) {
      return rowOf(wanted, 'FAILED', 'The advertiser is not owned by this Business Center.', null);
    }
    return changeBudget(advertiser, kind, { mode, budget }, call.token.user ?? '', call.state);
  });
  return accepted({ [call.state.world.switches.budgetResultKey]: rows });
}
