import { expect, test } from 'vitest';
import { problemsIn, WHOLE } from './harness.ts';

function pinned(zone: string) {
  return problemsIn({ 'a.yaml': `${WHOLE}pin: { advertiser: { timezone: ${zone} } }\n` });
}

test.each([
  'America/New_York',
  'US/Eastern',
  'Asia/Calcutta',
  'Asia/Kolkata',
  'Europe/Kyiv',
  'UTC',
  'Etc/GMT+8',
  'GMT',
])('%s is a time zone', (zone) => {
  expect(pinned(zone)).toEqual([]);
});

test.each([
  { zone: 'America/New_Yrok', remedy: '"America/New_York"' },
  { zone: 'America/NewYork2', remedy: '"America/New_York"' },
  { zone: 'New_York', remedy: '"America/New_York"' },
  { zone: 'Europe/Berlim', remedy: '"Europe/Berlin"' },
  { zone: 'Tokyo', remedy: '"Asia/Tokyo"' },
  { zone: 'Mars/Olympus_Mons', remedy: 'IANA time zone' },
])('$zone is not, and the remedy is a suggestion', ({ zone, remedy }) => {
  expect(pinned(zone)).toMatchObject([
    {
      code: 'document/invalid-value',
      location: { file: 'a.yaml', line: 12 },
      message: expect.stringContaining(`"${zone}"`),
      remedy: expect.stringContaining(remedy),
    },
  ]);
});
