import { dayIn, type FreezeWindow, isoDate, isTimeZone } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { beyondDecrease } from './beyond-decrease.ts';
import { type Policy, refuse } from './policy.ts';

/**
 * On its busiest days a mistake costs most, so a plan may then only lower caps and pause layers. Days are those of the
 * ad account: a change of clocks moves none of them. If its time zone is unknown, a window applies as soon as its days
 * have begun anywhere, until they have ended everywhere.
 */
export const freeze: Policy = (input) => {
  const windows = input.settings.policies.freeze ?? [];
  if (windows.length === 0) return [];
  const beyondOf = beyondDecrease(input);
  return input.changed.flatMap((layer) => {
    const { pair } = layer;
    const zone = zoneOf(pair);
    const [first, last] = zone === undefined ? EVERYWHERE : [zone, zone];
    const earliest = isoDate(dayIn(first, input.today));
    const latest = isoDate(dayIn(last, input.today));
    const window = windows.find(({ from, to }) => from <= latest && to >= earliest);
    const beyond = window === undefined ? [] : beyondOf(layer);
    if (window === undefined || beyond.length === 0) return [];
    const kinds = beyond.map(({ kind }) => kind).join(', ');
    const message =
      zone === undefined
        ? `The time zone of the ad account is unknown, so the freeze ${windowText(window)} may apply; the plan does more than lower its cap or pause it: ${kinds}.`
        : `Changes are frozen ${windowText(window)} in ${zone}, but the plan does more than lower its cap or pause it: ${kinds}.`;
    return [refuse('freeze', pair, beyond[0]?.fields[0]?.path ?? '', message)];
  });
};

/** The zones where a day begins last and first. */
const EVERYWHERE = ['Etc/GMT+12', 'Etc/GMT-14'] as const;

/** TikTok's own; the copy at Layers may be outdated. */
function zoneOf({ live: { account } }: Pair): string | undefined {
  return account.state === 'seen' && isTimeZone(account.facts.timezone) ? account.facts.timezone : undefined;
}

function windowText({ from, to, reason }: FreezeWindow): string {
  return `from ${from} to ${to}${reason === undefined ? '' : ` (${reason})`}`;
}
