import { countsMoney, type MappedEvent, TIKTOK_EVENTS } from '../../model/index.ts';
import { locationText } from '../parts/phrases.ts';

/** Where an entry of the map comes from: `default`, or the line of the override and what it replaces. */
export function sourceText({ by, location, replaces }: MappedEvent): string {
  if (by === 'default') return 'default';
  const at = location === undefined ? 'document' : locationText(location);
  return replaces === undefined ? at : `${at} (default: ${replaces})`;
}

/** What TikTok makes of an event. */
export function targetText(event: string): string {
  return countsMoney(event) ? `${meaningText(event)}; counts money` : meaningText(event);
}

function meaningText(event: string): string {
  const meaning = TIKTOK_EVENTS.get(event);
  switch (meaning?.kind) {
    case 'standard': {
      if (meaning.web) return `standard event for websites${meaning.app ? ' and apps' : ''}`;
      const onWeb = meaning.onWeb === undefined ? '' : `; on websites treated as ${meaning.onWeb}`;
      return `standard event for apps${onWeb}`;
    }
    case 'converted':
      return `old name, converted to ${meaning.to}`;
    case 'reserved':
      return `reserved name, treated as ${meaning.to}`;
    case 'deprecated':
      return 'old event, accepted until 2027';
    case 'sdk-spelling':
      return `the Android SDK's spelling of ${meaning.standard}`;
    case 'page-view':
      return 'page view, reported but not optimised for';
    case undefined:
      return 'custom event, reported but not optimised for';
    default:
      return meaning satisfies never;
  }
}
