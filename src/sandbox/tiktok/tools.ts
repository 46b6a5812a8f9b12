import { z } from 'zod';
import { advertiserFor } from './access.ts';
import { accepted } from './envelope.ts';
import { id } from './params.ts';
import { type Route, readRoute } from './route.ts';

/** A part of the list. Offsets are fixed, without daylight saving time. */
const ZONES = [
  { timezone: 'America/Los_Angeles', gmt_offset: 'GMT-8:00' },
  { timezone: 'America/New_York', gmt_offset: 'GMT-5:00' },
  { timezone: 'UTC', gmt_offset: 'GMT+0:00' },
  { timezone: 'Europe/Berlin', gmt_offset: 'GMT+1:00' },
  { timezone: 'Asia/Tokyo', gmt_offset: 'GMT+9:00' },
];

/** Source: tool_timezone.yml of TikTok's official SDK (documented; how an offset is written is inferred); scope 2. */
export const tools: readonly Route[] = [
  readRoute('/tool/timezone/', [2], z.object({ advertiser_id: id }), (query, call) => {
    const advertiser = advertiserFor(query.advertiser_id, call);
    return 'refusal' in advertiser ? advertiser.refusal : accepted({ timezones: ZONES });
  }),
];
