import type { Fields } from './field.ts';
import type { LedgerView, PixelCheck } from './ledger.ts';

/** After this time a check is repeated. */
const MAX_PIXEL_CHECK_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The recorded check of this pixel for this account, if it is recent. */
export function recentPixelCheck(view: LedgerView, fields: Fields, today: Date): PixelCheck | undefined {
  const check = view.state === 'kept' ? view.entry.pixelCheck : undefined;
  if (check?.pixel !== fields['capi.pixel_id'] || check?.account !== fields.adAccountId) return undefined;
  const age = check === undefined ? Number.NaN : today.getTime() - Date.parse(check.time);
  return age >= 0 && age <= MAX_PIXEL_CHECK_DAYS * DAY_MS ? check : undefined;
}
