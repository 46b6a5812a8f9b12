import { sameTimeZone } from '../../model/index.ts';
import { type Policy, refuse } from './policy.ts';

/** A copied id selects the wrong customer's account. The pinned facts must match the account at TikTok. */
export const pin: Policy = ({ changed }) =>
  changed.flatMap(({ pair, changes }) => {
    const { pin: pinned } = pair.desired;
    if (pinned === undefined || changes.length === 0) return [];
    const { account } = pair.live;
    if (account.state !== 'seen')
      return [refuse('pin', pair, 'pin', 'TikTok does not show the ad account, so the pin cannot be checked.')];
    const { name, currency, timezone } = account.facts;
    const differing = [
      ...differs('name', pinned.name, name, sameText),
      ...differs('currency', pinned.currency, currency, sameText),
      ...differs('timezone', pinned.timezone, timezone, sameTimeZone),
    ];
    if (differing.length === 0) return [];
    return [
      refuse(
        'pin',
        pair,
        'pin',
        `Ad account ${account.facts.advertiserId} does not match the pin: ${differing.join('; ')}.`,
      ),
    ];
  });

function differs(
  word: string,
  pinned: string | undefined,
  seen: string,
  same: (pinned: string, seen: string) => boolean,
): readonly string[] {
  return pinned === undefined || same(pinned, seen) ? [] : [`its ${word} is "${seen}", not "${pinned}"`];
}

/** An accented letter may be one character or two. */
function sameText(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC');
}
