import {
  type AccountFacts,
  type CapUnit,
  DEFAULT_CREDENTIALS,
  DEFAULT_ORIGINS,
  type DesiredCap,
  type DesiredLayer,
  type FieldPath,
  type Fields,
  type LedgerEntry,
  type LiveFields,
  type LiveLayer,
  type LiveValue,
  moneyFromMajor,
  type Plan,
  type PolicySettings,
  type RecordedFields,
  type Result,
  type Settings,
  TIKTOK_ADS_TEMPLATE,
  type Value,
} from '../../src/model/index.ts';
import { currencyOf } from '../../src/plan/account.ts';
import { makePlan, type PlanInput } from '../../src/plan/index.ts';
import type { Pair } from '../../src/plan/pair.ts';
import { comparePair } from '../../src/plan/pair-up.ts';
import { wireFields } from '../../src/plan/wire.ts';

export const PROJECT = '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39';
export const ORGANIZATION = '5f0c1d7e-0000-4000-8000-000000000001';
export const ACCOUNT = '7098765432109876543';
export const PIXEL = 'C4A9P2Q7R5S8T1U6V2W0';
export const OURS = { repository: 'acme/ads', root: '.' } as const;
export const NOON = new Date('2026-11-10T12:00:00Z');

/** Everything that the document of a set-up layer writes. */
export const WRITTEN = {
  mode: 'byo',
  tiktokBusinessId: '7012345678901234567',
  adAccountId: ACCOUNT,
  'capi.pixel_id': PIXEL,
  'capi.access_token_vault_id': 'vault_xyz',
  'capi.enabled': true,
  objectives: ['app_installs', 'video_view'],
  monthlyCostCap: 30000,
  'capi.event_map': { level_complete: 'CompleteRegistration' },
} as const satisfies Fields;

/** The document of a case. `only` replaces all fields, `fields` adds to them, `without` removes some. */
export type DesiredCase = Partial<Omit<DesiredLayer, 'fields' | 'cap'>> & {
  readonly only?: Fields;
  readonly fields?: Fields;
  readonly without?: readonly FieldPath[];
  /** Whether a fragment has a bare cap. */
  readonly inherited?: boolean;
};

/** The document of the layer `acme-ios`, with every place on line 1 except the cap's, which is on line 12. */
export function aDesired(desired: DesiredCase = {}): DesiredLayer {
  const { only = WRITTEN, fields = {}, without = [], inherited = false, ...rest } = desired;
  const name = rest.name ?? 'acme-ios';
  const file = rest.file ?? `layers/${name}.yaml`;
  const all = omit({ ...only, ...fields }, without);
  const cap = capOf(all.monthlyCostCap, inherited);
  return {
    name,
    file,
    template: TIKTOK_ADS_TEMPLATE,
    project: PROJECT,
    fields: all,
    ...(cap !== undefined && { cap }),
    spark: [],
    protected: false,
    location: { '': { file, line: 1, column: 1 }, monthlyCostCap: { file, line: 12, column: 17 } },
    credentials: DEFAULT_CREDENTIALS,
    ...rest,
  };
}

/** The live state of a case. `seen` adds values of an API, `unseen` makes fields unknown. */
export type Sight = Partial<Omit<LiveLayer, 'fields' | 'account'>> & {
  readonly only?: LiveFields;
  readonly seen?: LiveFields;
  readonly unseen?: readonly FieldPath[];
  readonly account?: LiveLayer['account'] | Partial<AccountFacts>;
};

/** The layer `acme-ios`, matching its document; as with the documented API, only the toggle is writable. */
export function aLive(sight: Sight = {}): LiveLayer {
  const { only, seen = {}, unseen = [], account = {}, ...rest } = sight;
  return {
    name: 'acme-ios',
    organization: ORGANIZATION,
    installed: 'yes',
    layerId: 'pl_1',
    fields: omit({ ...(only ?? shown(WRITTEN)), ...seen }, unseen),
    writable: ['capi.enabled'],
    unknownKeys: [],
    accounts: [{ advertiserId: ACCOUNT, name: 'Acme iOS', currency: 'USD', mode: 'byo', tokenStatus: 'valid' }],
    toggleApp: 'app_1',
    ambiguous: false,
    capi: { status: 'healthy', tokenValid: true },
    ledger: { state: 'none' },
    account: 'state' in account ? account : { state: 'seen', facts: someFacts(account) },
    pixel: { state: 'usable', id: '1', code: PIXEL, name: 'Acme' },
    spend: { minor: 931_020, currency: 'USD' },
    killSwitch: false,
    ...rest,
  };
}

export function someFacts(facts: Partial<AccountFacts> = {}): AccountFacts {
  return {
    advertiserId: ACCOUNT,
    name: 'Acme iOS',
    status: 'STATUS_ENABLE',
    currency: 'USD',
    timezone: 'America/New_York',
    ...facts,
  };
}

/** Fields with values from an API. */
export function shown(fields: Fields): LiveFields {
  return seenAs('api', fields);
}

/** Fields with values from the ledger; `null` there means that a member is absent. */
export function fromLedger(fields: RecordedFields): LiveFields {
  return seenAs('recorded', fields);
}

function seenAs(provenance: 'api' | 'recorded', fields: RecordedFields): LiveFields {
  const entries = Object.entries(fields).map(([path, value]): [string, LiveValue] => [path, { provenance, value }]);
  return Object.fromEntries(entries);
}

/** The entry of an earlier apply of ours. */
export function anEntry(config: RecordedFields = WRITTEN, rest: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    config,
    digest: 'sha256:before',
    revision: 3,
    owner: OURS,
    commit: 'c0ffee',
    time: '2026-11-01T09:00:00.000Z',
    ...rest,
  };
}

/** A ledger that kept this entry. */
export function kept(config: RecordedFields = WRITTEN, rest: Partial<LedgerEntry> = {}): LiveLayer['ledger'] {
  return { state: 'kept', entry: anEntry(config, rest) };
}

/** Settings with a unit and default limits. `unit: null`: no unit. */
export function theSettings(
  rest: Partial<Omit<Settings, 'policies' | 'costCapUnit'>> & {
    readonly unit?: CapUnit | null;
    readonly policies?: Partial<PolicySettings>;
  } = {},
): Settings {
  const { unit = 'major', policies = {}, ...others } = rest;
  return {
    layers: 'layers/**/*.{yaml,yml,json}',
    ...(unit !== null && { costCapUnit: unit }),
    credentials: [],
    origins: DEFAULT_ORIGINS,
    transport: { kind: 'documented' },
    github: { publicMoney: false },
    ...others,
    policies: { capIncrease: { percent: 25 }, share: { percent: 30, above: 5 }, ...policies },
  };
}

export const ENDPOINT: Settings['transport'] = {
  kind: 'endpoint',
  path: '/v1/projects/{projectId}/layers/{layerId}/config',
  update: 'merge',
};

/** One layer as a rule sees it. */
export function aPair(given: DesiredCase = {}, sight: Sight = {}, settings: Settings = theSettings()): Pair {
  const [desired, live] = [aDesired(given), aLive(sight)];
  const wire = wireFields(desired, settings.costCapUnit, currencyOf({ desired, live }));
  return comparePair({ desired, live, desiredWire: valueOf(wire), settings });
}

/** A plan of some layers; throws if there is none. */
export function planOf(
  desired: DesiredLayer | readonly DesiredLayer[] = aDesired(),
  live: LiveLayer | readonly LiveLayer[] = aLive(),
  rest: Partial<Omit<PlanInput, 'desired' | 'live'>> = {},
): Plan {
  return valueOf(makePlan(inputOf(desired, live, rest)));
}

export function inputOf(
  desired: DesiredLayer | readonly DesiredLayer[],
  live: LiveLayer | readonly LiveLayer[],
  rest: Partial<Omit<PlanInput, 'desired' | 'live'>> = {},
): PlanInput {
  return {
    desired: [desired].flat() as readonly DesiredLayer[],
    live: [live].flat() as readonly LiveLayer[],
    settings: theSettings(),
    owner: OURS,
    allow: [],
    today: NOON,
    reads: { calls: 10 },
    sandbox: false,
    ...rest,
  };
}

/** Several layers, each with its own project and ad account; `each` changes the n-th, from 0. */
export function layers(
  count: number,
  each: (n: number) => { readonly desired?: DesiredCase; readonly sight?: Sight } = () => ({}),
): { readonly desired: readonly DesiredLayer[]; readonly live: readonly LiveLayer[] } {
  const all = Array.from({ length: count }, (_, n) => {
    const { desired = {}, sight = {} } = each(n);
    const name = `layer-${String(n).padStart(2, '0')}`;
    const id = { adAccountId: String(7_000_000_000_000 + n) };
    return {
      desired: aDesired({ name, project: `project-${n}`, ...desired, fields: { ...id, ...desired.fields } }),
      live: aLive({ name, layerId: `pl_${n}`, ...sight, seen: { ...shown(id), ...sight.seen } }),
    };
  });
  return { desired: all.map(({ desired }) => desired), live: all.map(({ live }) => live) };
}

/** The value of a result; a problem here is a mistake in the test. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'));
}

/** Problem codes, or nothing where it went well. */
export function codesOf(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

function omit<T extends Fields | LiveFields>(fields: T, paths: readonly FieldPath[]): T {
  // Only whole members are left out, so it is still a `T`.
  return Object.fromEntries(Object.entries(fields).filter(([path]) => !paths.includes(path as FieldPath))) as T;
}

function capOf(value: Value | undefined, inherited: boolean): DesiredCap | undefined {
  if (typeof value === 'number') return { written: 'bare', wire: value, text: String(value), inherited };
  const [amount = '', currency = ''] = typeof value === 'string' ? value.split(' ') : [];
  const money = moneyFromMajor(amount, currency);
  return money === undefined ? undefined : { written: 'money', money };
}
