import {
  dayIn,
  daysInMonth,
  type DesiredLayer,
  type LiveLayer,
  type Money,
  type ReportCap,
  type ReportMoney,
  type ReportSpend,
  type Settings,
  type Standing,
} from '../../model/index.ts';
import { currencyOf } from '../account.ts';
import { liveAt } from '../compare.ts';
import { paceOf } from '../money.ts';
import { capAsMoney } from '../wire.ts';

type Subject = { readonly desired: DesiredLayer; readonly live: LiveLayer; readonly settings: Settings };

/** Spend of this month against the live cap, in the time zone of the ad account. */
export function spendOf(subject: Subject, today: Date): ReportSpend {
  const { live } = subject;
  const { account, spend } = live;
  const zone = account.state === 'seen' ? account.facts.timezone : undefined;
  const day = zone === undefined ? undefined : dayIn(zone, today);
  const spent = spend ?? null;
  const pace =
    spend === undefined || zone === undefined
      ? null
      : { minor: paceOf(spend.minor, zone, today), currency: spend.currency };
  const cap = capOf(subject);
  const enforcement = liveAt(subject, 'capEnforcement');
  return {
    currency: currencyOf(subject) ?? null,
    cap,
    spent,
    pace,
    month: day === undefined || zone === undefined ? null : { day: day.day, days: daysInMonth(day), timezone: zone },
    enforcedBy: enforcement.provenance === 'unknown' ? 'unknown' : (enforcement.value ?? 'none'),
    standing: standingOf(cap, spent, pace),
  };
}

function capOf(subject: Subject): ReportCap {
  const { live, settings } = subject;
  const seen = liveAt(subject, 'monthlyCostCap');
  if (live.installed === 'no') return 'not installed';
  if (seen.provenance === 'unknown') return 'unknown';
  if (seen.value === undefined || seen.value === null) return 'none';
  return capAsMoney(seen.value, settings.costCapUnit, currencyOf(subject)) ?? 'no unit';
}

function standingOf(cap: ReportCap, spent: Money | null, pace: Money | null): Standing {
  if (cap === 'not installed') return 'not installed';
  if (spent === null || pace === null) return 'unknown';
  if (cap === 'none') return 'uncapped';
  if (typeof cap !== 'object' || cap.currency !== spent.currency) return 'unknown';
  if (spent.minor > cap.minor) return 'above';
  return pace.minor > cap.minor ? 'ahead' : 'within';
}

/** One line per currency. A layer without a known currency is in none. */
export function reportMoney(spends: readonly ReportSpend[]): readonly ReportMoney[] {
  const currencies = [...new Set(spends.flatMap(({ currency }) => currency ?? []))].sort();
  return currencies.map((currency) =>
    sumOf(
      spends.filter((one) => one.currency === currency),
      currency,
    ),
  );
}

function sumOf(spends: readonly ReportSpend[], currency: string): ReportMoney {
  const sum = (amounts: readonly (Money | null)[]): Money => ({
    minor: amounts.reduce((total, amount) => total + (amount?.minor ?? 0), 0),
    currency,
  });
  const count = (isCounted: (spend: ReportSpend) => boolean) => spends.filter(isCounted).length;
  return {
    currency,
    layers: spends.length,
    caps: sum(spends.map(({ cap }) => (typeof cap === 'object' ? cap : null))),
    uncapped: count(({ cap }) => cap === 'none'),
    unknownCaps: count(({ cap }) => cap === 'unknown' || cap === 'no unit'),
    spent: sum(spends.map(({ spent }) => spent)),
    pace: sum(spends.map(({ pace }) => pace)),
    unknownSpend: count(({ spent }) => spent === null),
    enforced: count(({ enforcedBy }) => enforcedBy === 'tiktok'),
  };
}
