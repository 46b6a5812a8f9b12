import { sameTimeZone } from '../../model/index.ts';
import { type Policy, refuse } from './policy.ts';

/** A copied id selects the wrong customer's account. The pinned facts must match the account at TikTok. */
export const pin: Policy = ({ planned }) =>
  planned.flatMap(({ pair, changes }) => {
    const { pin: wanted } = pair.desired;
    if (wanted === undefined || changes.length === 0) return [];
    const seen = pair.live.account;
    if (seen.state !== 'seen')
      return [refuse('pin', pair, 'pin', 'TikTok does not show the ad account, so the pin cannot be checked.')];
    const { name, currency, timezone } = seen.facts;
    const differing = [
      ...differs('name', wanted.name, name, sameText),
      ...differs('currency', wanted.currency, currency, sameText),
      ...differs('timezone', wanted.timezone, timezone, sameTimeZone),
    ];
    if (differing.length === 0) return [];
    return [
      refuse(
        'pin',
        pair,
        'pin',
        `Ad account ${seen.facts.advertiserId} does not match the pin: ${differing.join('; ')}.`,
      ),
    ];
  });

function differs(
  word: string,
  wanted: string | undefined,
  seen: string,
  same: (wanted: string, seen: string) => boolean,
): readonly string[] {
  return wanted === undefined || same(wanted, seen) ? [] : [`its ${word} is "${seen}", not "${wanted}"`];
}

/** An accented letter may be one character or two. */
function sameText(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC');
}
