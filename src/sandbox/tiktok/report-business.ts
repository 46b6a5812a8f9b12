import { businessFor, sharedInto } from './access.ts';
import type { Reply } from './envelope.ts';
import type { ReportQuery, Subject } from './report-query.ts';
import type { Call } from './route.ts';
import type { Advertiser } from './world.ts';

/** All ad accounts of a Business Center: its own, and those that partners share (documented). */
export function businessSubjects(query: ReportQuery, call: Call): readonly Subject[] | { readonly refusal: Reply } {
  const business = businessFor(query.bc_id ?? '', 'member', call);
  if ('refusal' in business) return business;
  const { businessReportCurrency, businessReportDays, businessReportRows } = call.state.world.switches;
  const shared = new Set(sharedInto(business.id, call).map(({ advertiser }) => advertiser));
  const currencyOf = ({ currency }: Advertiser) =>
    ({ account: currency, business: business.currency, usd: 'USD' })[businessReportCurrency];
  return call.state.world.tiktok.advertisers
    .filter((each) => each.ownerBusiness === business.id || (businessReportRows !== 'owned' && shared.has(each.id)))
    .map((each) => ({
      spender: businessReportDays === 'account' ? each : { ...each, timezone: business.timezone },
      id: each.id,
      currency: currencyOf(each),
      facts: {
        advertiser_id: each.id,
        advertiser_name: each.name,
        currency_of_account: each.currency,
        owner_of_account: shared.has(each.id) ? 'SHARED_BY_OTHER_BUSINESS_CENTER' : 'OWNED_BY_CURRENT_BUSINESS_CENTER',
        account_status: ACCOUNT_STATUS[each.status] ?? 'IN_REVIEW',
      },
      texts: {},
    }));
}

/** Inferred from the names. */
const ACCOUNT_STATUS: Readonly<Record<string, string>> = {
  STATUS_ENABLE: 'APPROVED',
  STATUS_LIMIT: 'SUSPENDED',
  STATUS_DISABLE: 'DISABLED',
  STATUS_CONFIRM_FAIL: 'NOT_APPROVED',
  STATUS_CONTRACT_PENDING: 'CONTRACT_INACTIVE',
};

/** Invented: how much of a currency is one US dollar. */
const PER_DOLLAR: Readonly<Record<string, number>> = { USD: 1, EUR: 0.92, GBP: 0.79, JPY: 150 };
const OTHER_PER_DOLLAR = 2;

/** Hundredths in a different currency, rounded. */
export function converted(hundredths: number, from: string, to: string): number {
  if (from === to) return hundredths;
  const rate = (PER_DOLLAR[to] ?? OTHER_PER_DOLLAR) / (PER_DOLLAR[from] ?? OTHER_PER_DOLLAR);
  return Math.round(hundredths * rate);
}
