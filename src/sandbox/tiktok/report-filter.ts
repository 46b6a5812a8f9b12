import { declined, NOT_IMPLEMENTED, PARAMETER_ERROR, type Reply } from './envelope.ts';
import type { Asked } from './report-asked.ts';

/** Filterable facts of one subject of a report: text by the name of the filter. */
export type Facts = Readonly<Record<string, string>>;

/**
 * Filters that compare with a list, and the one that searches a part of a name. Source: "BC report filters"
 * (documented).
 */
export const BUSINESS_FILTERS = [
  'advertiser_name',
  'advertiser_id',
  'owner_of_account',
  'currency_of_account',
  'account_status',
];
export const BASIC_FILTERS = ['campaign_ids', 'campaign_status'];

/** A function that returns whether facts pass all filters; or why the filters are invalid. */
export function filterOf(
  filtering: Asked['filtering'],
  known: readonly string[],
): ((facts: Facts) => boolean) | { readonly refusal: Reply } {
  const tests: ((facts: Facts) => boolean)[] = [];
  for (const { field_name: field, filter_type: type, filter_value: text } of filtering) {
    if (!known.includes(field)) return { refusal: declined(NOT_IMPLEMENTED, `The sandbox has no filter ${field}.`) };
    const match = field === 'advertiser_name';
    if (type !== (match ? 'MATCH' : 'IN')) {
      return { refusal: declined(PARAMETER_ERROR, `Invalid value for filter_type: ${type} for ${field}.`) };
    }
    if (match) {
      tests.push((facts) => (facts[field] ?? '').toLowerCase().includes(text.toLowerCase()));
      continue;
    }
    const list = listIn(text);
    if (list === undefined) {
      return { refusal: declined(PARAMETER_ERROR, `Invalid value for filter_value: not a JSON list in ${field}.`) };
    }
    if (field === 'campaign_status') tests.push((facts) => passesStatus(facts[field] ?? '', list));
    else tests.push((facts) => list.includes(facts[field] ?? ''));
  }
  // Deleted campaigns are only included on request (documented).
  if (!filtering.some(({ field_name: field }) => field === 'campaign_status')) {
    tests.push((facts) => facts.campaign_status !== 'STATUS_DELETE');
  }
  return (facts) => tests.every((test) => test(facts));
}

function passesStatus(status: string, wanted: readonly string[]): boolean {
  if (wanted.includes('STATUS_ALL')) return true;
  if (wanted.includes('STATUS_NOT_DELETE') && status !== 'STATUS_DELETE') return true;
  return wanted.includes(status);
}

function listIn(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
