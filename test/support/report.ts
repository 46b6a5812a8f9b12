import type { Ending, Money, Report, ReportLayer, ReportSpend } from '../../src/model/index.ts';
import { reportMoney } from '../../src/plan/index.ts';
import { aChange, aCheck, aField, aHumanChange, api } from './plan.ts';

export function usd(minor: number): Money {
  return { minor, currency: 'USD' };
}

/** Within a cap of 30,000.00 USD, on the tenth of thirty days. */
export function aSpend(rest: Partial<ReportSpend> = {}): ReportSpend {
  return {
    currency: 'USD',
    cap: usd(3_000_000),
    spent: usd(931_020),
    pace: usd(2_793_060),
    month: { day: 10, days: 30, timezone: 'America/New_York' },
    enforcedBy: 'none',
    standing: 'within',
    ...rest,
  };
}

export function anEnding(rest: Partial<Ending> = {}): Ending {
  return {
    what: 'spark code',
    subject: 'ugc_01J (SPARK_ACME_1)',
    state: 'later',
    until: '2027-01-31T10:00:00.000Z',
    ...rest,
  };
}

export function aReportLayer(rest: Partial<ReportLayer> = {}): ReportLayer {
  const name = rest.name ?? 'acme-ios';
  const project = rest.project ?? '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39';
  return {
    name,
    file: `layers/${name}.yaml`,
    project,
    address: `https://app.layers.com/project/${project}/layers`,
    adAccount: '7098765432109876543',
    accountName: 'Acme iOS',
    mode: 'byo',
    state: 'active',
    spend: aSpend(),
    checks: [],
    changes: [],
    endings: [],
    attention: 'none',
    ...rest,
  };
}

export function aReport(layers: readonly ReportLayer[], rest: Partial<Report> = {}): Report {
  return {
    sandbox: false,
    repository: 'acme/ads',
    at: '2026-11-10T18:00:00.000Z',
    money: reportMoney(layers.map(({ spend }) => spend)),
    layers,
    unread: [],
    calls: 42,
    ...rest,
  };
}

const CLIENTS = [
  'Bluebird Coffee',
  'Kitsune Games',
  'Fable Fitness',
  'Lagune Travel',
  'Yuki Skincare',
  'Delta Learning',
];

/** Layers of every kind that a page can show, always the same. */
export function fleetReport(count: number): Report {
  return aReport(Array.from({ length: count }, (_, index) => fleetLayer(index)));
}

function fleetLayer(index: number): ReportLayer {
  const number = String(index + 1).padStart(4, '0');
  const client = CLIENTS[index % CLIENTS.length] ?? '';
  const name = `${client.split(' ')[0]?.toLowerCase()}-${number}`;
  const project = `254a4ce1-f4ca-42b1-9e36-${number.padStart(12, '0')}`;
  const common = {
    name,
    project,
    accountName: client,
    mode: index % 4 === 0 ? ('agency' as const) : ('byo' as const),
    state: index % 9 === 8 ? ('paused' as const) : ('active' as const),
    spend: fleetSpend(index),
  };
  return aReportLayer({ ...common, ...KINDS[index % KINDS.length]?.(name), file: `layers/${name}.yaml` });
}

function fleetSpend(index: number): ReportSpend {
  const cap = 500_000 + (index % 7) * 150_000;
  const spent = Math.round(cap * ((index * 37) % 90) * 0.004);
  const currency = (['USD', 'EUR', 'USD', 'JPY'] as const)[index % 4] ?? 'USD';
  const money = (minor: number): Money => ({ minor, currency });
  return aSpend({
    currency,
    cap: money(cap),
    spent: money(spent),
    pace: money(spent * 3),
    standing: spent * 3 > cap ? 'ahead' : 'within',
  });
}

type Kind = (name: string) => Partial<ReportLayer>;

const KINDS: readonly Kind[] = [
  () => ({}),
  (layer) => ({
    attention: 'act',
    spend: aSpend({ spent: usd(3_112_000), pace: usd(9_336_000), standing: 'above', enforcedBy: 'none' }),
    checks: [
      aCheck({
        layer,
        code: 'layers/capi-token',
        severity: 'error',
        message: 'Layers reports the Events API token in the vault as invalid: events are not forwarded.',
        remedy:
          'Generate a new token in TikTok Events Manager and paste it into the layer’s settings; the vault id stays.',
      }),
      aCheck({ layer, code: 'cap/below-minimum', severity: 'note', message: 'The cap is below the minimum.' }),
    ],
    endings: [anEnding({ what: 'events token', subject: 'C4A9P2Q7R5S8T1U6V2W0', state: 'ended', until: null })],
  }),
  () => ({ endings: [anEnding()] }),
  (layer) => ({
    attention: 'watch',
    spend: aSpend({ spent: usd(1_322_050), pace: usd(3_966_150), standing: 'ahead' }),
    checks: [
      aCheck({
        layer,
        code: 'tiktok/spark-expiring',
        message: 'The Spark code in SPARK_ACME_1 for the post ugc_01J expires on 2026-11-14.',
        remedy: 'Ask the creator to extend it, or for a new code.',
      }),
    ],
    endings: [anEnding({ state: 'soon', until: '2026-11-14T09:00:00.000Z' })],
  }),
  () => ({}),
  (layer) => ({
    attention: 'watch',
    changes: [
      aHumanChange(
        'cost-cap',
        [aField('monthlyCostCap', api(28_000), 30_000)],
        {
          screen: 'https://app.layers.com/project/254a4ce1-f4ca-42b1-9e36-17ca45ef3d39/layers',
          tasks: ['Open the settings tab, choose "View as JSON", set these members, and save.'],
          paste: { monthlyCostCap: 30_000 },
        },
        { layer },
      ),
      aChange('capi', [aField('capi.enabled', api(false), true)], { layer }),
    ],
  }),
  () => ({ spend: aSpend({ cap: 'none', standing: 'uncapped' }) }),
  () => ({
    attention: 'watch',
    spend: aSpend({ spent: null, pace: null, month: null, standing: 'unknown' }),
    accountName: null,
  }),
  () => ({ state: 'not installed', spend: aSpend({ cap: 'not installed', standing: 'not installed' }) }),
  () => ({}),
];
