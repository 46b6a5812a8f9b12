import { isTimeZone, nearest, timeZones } from '../model/index.ts';
import { type Finding, type MapNode, valueAt } from '../yaml/index.ts';

/** A pinned time zone that does not exist could never match. Aliases exist. */
export function timeZoneFindings(map: MapNode): readonly Finding[] {
  const zone = valueAt(map, ['pin', 'advertiser', 'timezone']);
  if (zone?.kind !== 'scalar' || typeof zone.value !== 'string' || isTimeZone(zone.value)) return [];
  const meant = suggestion(zone.value);
  return [
    {
      code: 'document/invalid-value',
      message: `"pin.advertiser.timezone" is ${JSON.stringify(zone.value.slice(0, 60))}, which is not a known time zone.`,
      at: zone.span,
      remedy:
        meant === undefined
          ? 'Write an IANA time zone such as America/New_York.'
          : `Did you mean ${JSON.stringify(meant)}?`,
    },
  ];
}

/** Many people write only the city. */
function suggestion(written: string): string | undefined {
  const zones = timeZones();
  const cities = new Map(zones.map((zone) => [zone.split('/').at(-1) ?? zone, zone]));
  const city = nearest(written.split('/').at(-1) ?? written, [...cities.keys()]);
  return nearest(written, zones) ?? (city === undefined ? undefined : cities.get(city));
}
