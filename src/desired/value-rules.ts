import { decimalsOf, isTimeZone, MAX_CURRENCY_DECIMALS, nearest, timeZones } from '../model/index.ts';
import { described, type DocumentNode, type Finding, type MapNode, readAmount, valueAt } from '../yaml/index.ts';

/** Findings about `monthlyCostCap`: it must be a positive number, or an amount with its currency. */
export function capFindings(root: MapNode): readonly Finding[] {
  const member = root.members.get('monthlyCostCap');
  const fault = member && capFault(member.value);
  if (fault === undefined) return [];
  const at = member?.value.kind === 'scalar' ? member.value.span : (member?.key ?? root.span);
  return [{ code: 'document/invalid-value', message: `"monthlyCostCap" ${fault.message}.`, at, remedy: fault.remedy }];
}

/** A pinned time zone that does not exist could never match. Aliases exist. */
export function timeZoneFindings(map: MapNode): readonly Finding[] {
  const zone = valueAt(map, ['pin', 'advertiser', 'timezone']);
  if (zone?.kind !== 'scalar' || typeof zone.value !== 'string' || isTimeZone(zone.value)) return [];
  const suggestion = nearestTimeZone(zone.value);
  return [
    {
      code: 'document/invalid-value',
      message: `"pin.advertiser.timezone" is ${JSON.stringify(zone.value.slice(0, 60))}, which is not a known time zone.`,
      at: zone.span,
      remedy:
        suggestion === undefined
          ? 'Write an IANA time zone such as America/New_York.'
          : `Did you mean ${JSON.stringify(suggestion)}?`,
    },
  ];
}

type Fault = { readonly message: string; readonly remedy: string };

function capFault(written: DocumentNode): Fault | undefined {
  const form = 'Write a number such as 30000, or an amount with its currency: "30000 USD".';
  const is = described(written);
  if (written.kind !== 'scalar' || typeof written.value === 'boolean') {
    return { message: `is ${is}; it must be an amount`, remedy: form };
  }
  const { value } = written;
  if (value === null) return undefined;
  if (typeof value === 'string') return capTextFault(value, is);
  if (Number.isNaN(value)) return { message: `is ${is}, which is not a number`, remedy: form };
  if (value === Infinity)
    return { message: `is ${is}, which is infinite`, remedy: 'Leave the field out if there is no cap.' };
  if (value < 0) return { message: `is ${is}; a cap cannot be negative`, remedy: form };
  if (value === 0 || value === 0n) return { message: `is ${is}, which would stop all spending`, remedy: ZERO };
  if (value > 999_999_999_999_999) return { message: `is ${is}, which is more than any account spends`, remedy: form };
  if (decimalsOf(written.written) > MAX_CURRENCY_DECIMALS)
    return { message: `is ${is}, which has more decimals than any currency`, remedy: form };
  return undefined;
}

const ZERO = 'To stop spending, write state: paused.';

function capTextFault(text: string, is: string): Fault | undefined {
  const read = readAmount(text);
  if (read.ok) return undefined;
  if (read.isZero === true) return { message: `is ${is}, which would stop all spending`, remedy: ZERO };
  if (/^\d+(\.\d+)?$/.test(text)) {
    return {
      message: `is the text ${is}, without a currency`,
      remedy: `Write ${text} without quotes, or "${text} USD".`,
    };
  }
  return { message: `is ${is}, which ${read.fault}`, remedy: read.remedy };
}

/** The suggestion for a time zone, of which often only the city is written. */
function nearestTimeZone(written: string): string | undefined {
  const zones = timeZones();
  const zoneByCity = new Map(zones.map((zone) => [zone.split('/').at(-1) ?? zone, zone]));
  const city = nearest(written.split('/').at(-1) ?? written, [...zoneByCity.keys()]);
  return nearest(written, zones) ?? (city === undefined ? undefined : zoneByCity.get(city));
}
