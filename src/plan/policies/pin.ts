import { type Policy, refuse } from './policy.ts';

/** A copied id leads to the wrong customer's account. What was pinned must be what TikTok answers for the id. */
export const pin: Policy = ({ planned }) =>
  planned.flatMap(({ pair, changes }) => {
    const { pin: wanted } = pair.desired;
    if (wanted === undefined || changes.length === 0) return [];
    const seen = pair.live.account;
    if (seen.state !== 'seen')
      return [refuse('pin', pair, 'pin', 'TikTok does not show the ad account, so the pin cannot be checked.')];
    const { name, currency, timezone } = seen.facts;
    const differing = [
      ...differs('name', wanted.name, name),
      ...differs('currency', wanted.currency, currency),
      ...differs('timezone', wanted.timezone, timezone),
    ];
    if (differing.length === 0) return [];
    return [
      refuse(
        'pin',
        pair,
        'pin',
        `Ad account ${seen.facts.advertiserId} is not the pinned one: ${differing.join('; ')}.`,
      ),
    ];
  });

function differs(word: string, wanted: string | undefined, seen: string): readonly string[] {
  return wanted === undefined || wanted === seen ? [] : [`its ${word} is "${seen}", not "${wanted}"`];
}
