import type { DesiredLayer, Ending, LiveLayer, SparkPost } from '../../model/index.ts';
import { EXPIRY_WARNING_DAYS } from '../checks/spark.ts';

type Subject = { readonly desired: DesiredLayer; readonly live: LiveLayer };

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Spark codes with their dates, and tokens, of which no API shows an end. A code that the ad account does not list has
 * not begun. Codes in an undocumented state are left to the checks.
 */
export function endingsOf(subject: Subject, today: Date): readonly Ending[] {
  const { live } = subject;
  const codes = (live.sparkPosts ?? []).flatMap((post) => codeEnding(post, subject, today));
  return [...codes, ...tokens(subject)].sort(byDate);
}

function codeEnding(seen: SparkPost, { desired }: Subject, today: Date): readonly Ending[] {
  if (seen.state !== 'authorised' && seen.state !== 'expired') return [];
  const variable = desired.spark.find(({ post }) => post === seen.post)?.variable;
  const subject = variable === undefined ? seen.post : `${seen.post} (${variable})`;
  const until = seen.until ?? null;
  return [{ what: 'spark code', subject, state: stateOf(seen, today), until }];
}

function stateOf({ state, until }: SparkPost, today: Date): Ending['state'] {
  if (state === 'expired') return 'ended';
  if (until === undefined) return 'no date';
  return Date.parse(until) - today.getTime() <= EXPIRY_WARNING_DAYS * DAY_MS ? 'soon' : 'later';
}

/** A token whose validity Layers does not show is left out. */
function tokens({ desired, live }: Subject): readonly Ending[] {
  const { adAccountId, 'capi.pixel_id': pixel } = desired.fields;
  const account = live.accounts.find(({ advertiserId }) => advertiserId === adAccountId);
  const { tokenValid } = live.capi ?? {};
  return [
    ...(account?.tokenStatus === undefined
      ? []
      : [tokenEnding('account token', account.advertiserId, account.tokenStatus === 'valid')]),
    ...(tokenValid === true || tokenValid === false ? [tokenEnding('events token', pixel ?? '', tokenValid)] : []),
  ];
}

function tokenEnding(what: Ending['what'], subject: string, isValid: boolean): Ending {
  return { what, subject, state: isValid ? 'no date' : 'ended', until: null };
}

const ORDER: readonly Ending['state'][] = ['ended', 'soon', 'later', 'no date'];

function byDate(a: Ending, b: Ending): number {
  return ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || compareText(a.until ?? '', b.until ?? '');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
