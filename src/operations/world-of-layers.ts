import { withLedger } from '../layers/index.ts';
import {
  type CapUnit,
  checksumOf,
  CONFIG_PATHS,
  DEFAULT_CREDENTIALS,
  type DesiredLayer,
  type Fields,
  groupBy,
  isConfigPath,
  type LedgerEntry,
  majorText,
  moneyFromWire,
  type Owner,
  type Value,
} from '../model/index.ts';
import { wireFields } from '../plan/index.ts';

/** A world file as data. */
export type DerivedWorld = Readonly<Record<string, unknown>>;

/** The form of project ids in a world. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a world has besides its documents. */
export type WorldOrigin = { readonly unit: CapUnit | undefined; readonly owner: Owner; readonly commit: string | null };

/**
 * A world file as data, in which documents are live. The same documents give the same bytes.
 *
 * @param live documents whose layers are installed and as written
 * @param desired documents of the working tree: their projects, ad accounts and pixels exist
 */
export function worldOf(
  live: readonly DesiredLayer[],
  desired: readonly DesiredLayer[],
  origin: WorldOrigin,
): DerivedWorld {
  const all = [...desired, ...live].filter((layer) => UUID.test(projectId(layer)));
  const layersVariables = [...new Set(all.map(({ credentials }) => credentials.layers))];
  const tiktokVariables = [...groupBy(all, ({ credentials }) => credentials.tiktok)];
  // Without documents, the default credentials work as well.
  const keys = layersVariables.length > 0 ? layersVariables : [DEFAULT_CREDENTIALS.layers];
  const tokens = tiktokVariables.length > 0 ? tiktokVariables : [[DEFAULT_CREDENTIALS.tiktok, []] as const];
  const codes = [...new Map(all.flatMap(({ spark }) => spark.map((one) => [one.variable, one.item] as const)))];
  const installed = groupBy(live, projectId);
  return {
    env: {
      ...Object.fromEntries(keys.map((variable, index) => [variable, keyOf(index)])),
      ...Object.fromEntries(tokens.map(([variable], index) => [variable, tokenOf(index)])),
      ...Object.fromEntries(codes.map(([variable]) => [variable, codeOf(variable)])),
    },
    layers: {
      keys: keys.map((_, index) => ({ key: keyOf(index), organization: organizationOf(index), tier: 'partner' })),
      projects: [...groupBy(all, projectId)].map(([id, [first]]) => ({
        id,
        organization: organizationOf(keys.indexOf(first?.credentials.layers ?? '')),
        name: first?.name,
        ...projectOf(installed.get(id) ?? [], appsOf(all, id), origin),
      })),
    },
    tiktok: {
      tokens: tokens.map(([, layers], index) => ({
        token: tokenOf(index),
        advertisers: [...byAccount(layers).keys()],
      })),
      advertisers: [...byAccount(all)].map(([id, [first]]) => advertiserOf(id, first, origin.unit)),
      pixels: pixelsOf(all),
      sparkPosts: codes.map(([variable, item]) => sparkPostOf(variable, item, live)),
    },
  };
}

function projectOf(
  live: readonly DesiredLayer[],
  apps: readonly string[],
  origin: WorldOrigin,
): Readonly<Record<string, unknown>> {
  const entries = live.map((layer) => [layerId(layer), entryOf(layer, origin)] as const);
  return {
    apps: apps.map((appId) => ({ appId })),
    adAccounts: [...byAccount(live)].map(([externalId, [first]]) => ({
      adAccountId: `01J${idOf(externalId, 23).toUpperCase()}`,
      externalId,
      ...accountFacts(first),
      credentialMode: first?.fields.mode ?? 'byo',
    })),
    layers: live.map((layer) => ({ id: layerId(layer), config: configOf(wired(layer, origin.unit)) })),
    ...(live.length > 0 && {
      metadata: withLedger({}, { revision: 1, entries: Object.fromEntries(entries), drop: [] }),
    }),
  };
}

/** No API shows the whole config, so it is recorded as if it had been applied. */
function entryOf(layer: DesiredLayer, { unit, owner, commit }: WorldOrigin): LedgerEntry {
  const fields = wired(layer, unit);
  const absent = Object.fromEntries(CONFIG_PATHS.map((path) => [path, null]));
  const budget = budgetOf(layer, unit);
  return {
    config: {
      ...absent,
      ...fields,
      ...(budget !== undefined && { accountBudget: { mode: 'MONTHLY_BUDGET', amount: budget } }),
    },
    digest: checksumOf({ ...fields }),
    revision: 1,
    owner,
    commit,
    time: '2026-01-01T00:00:00.000Z',
  };
}

function wired(layer: DesiredLayer, unit: CapUnit | undefined): Fields {
  const wire = wireFields(layer, unit, currencyOf(layer));
  return wire.ok ? wire.value : layer.fields;
}

/** Members of the "View as JSON" editor. */
function configOf(fields: Fields): Readonly<Record<string, unknown>> {
  const config: Record<string, Value | Record<string, Value>> = {};
  for (const [path, value] of Object.entries(fields)) {
    if (!isConfigPath(path)) continue;
    const [first = '', second] = path.split('.');
    if (second === undefined) config[first] = value;
    else config[first] = { ...(config[first] as Record<string, Value> | undefined), [second]: value };
  }
  return config;
}

function advertiserOf(
  id: string,
  first: DesiredLayer | undefined,
  unit: CapUnit | undefined,
): Readonly<Record<string, unknown>> {
  const budget = first && budgetOf(first, unit);
  return {
    id,
    ...accountFacts(first),
    ...(first?.fields.tiktokBusinessId !== undefined && { ownerBusiness: first.fields.tiktokBusinessId }),
    ...(budget !== undefined && { budgetMode: 'MONTHLY_BUDGET', budget }),
    spendPerDay: '0',
  };
}

/** The cap in major units, if TikTok enforces it. */
function budgetOf(layer: DesiredLayer, unit: CapUnit | undefined): string | undefined {
  const { fields, cap } = layer;
  if (fields.capEnforcement !== 'tiktok' || cap === undefined) return undefined;
  if (cap.written === 'money') return majorText(cap.money);
  const money = unit === undefined ? undefined : moneyFromWire(cap.wire, unit, currencyOf(layer));
  return money && majorText(money);
}

function accountFacts(layer: DesiredLayer | undefined): Readonly<Record<string, unknown>> {
  const { name = layer?.name, timezone = 'UTC' } = layer?.pin ?? {};
  return { name, timezone, currency: layer === undefined ? 'USD' : currencyOf(layer) };
}

function currencyOf({ cap, pin }: DesiredLayer): string {
  return cap?.written === 'money' ? cap.money.currency : (pin?.currency ?? 'USD');
}

function pixelsOf(layers: readonly DesiredLayer[]): readonly Readonly<Record<string, unknown>>[] {
  const withPixel = layers.flatMap(({ fields: { adAccountId, 'capi.pixel_id': code } }) =>
    adAccountId === undefined || code === undefined || !/^[A-Z0-9]{15,24}$/.test(code)
      ? []
      : [{ code, account: adAccountId }],
  );
  return [...groupBy(withPixel, ({ code }) => code)].map(([code, users], index) => {
    const [owner, ...linkedTo] = new Set(users.map(({ account }) => account));
    return { id: String(7_000_000_000_000_001 + index), code, owner, linkedTo, eventsPerDay: 100 };
  });
}

function sparkPostOf(
  variable: string,
  item: string | undefined,
  live: readonly DesiredLayer[],
): Readonly<Record<string, unknown>> {
  const users = live.filter(({ spark }) => spark.some((one) => one.variable === variable));
  return {
    code: codeOf(variable),
    item: item ?? String(BigInt(`0x${idOf(variable, 15)}`)),
    identity: variable,
    authorizedFor: [...byAccount(users).keys()],
  };
}

function byAccount(layers: readonly DesiredLayer[]): ReadonlyMap<string, readonly DesiredLayer[]> {
  const bound = layers.filter(({ fields }) => fields.adAccountId !== undefined);
  return groupBy(bound, ({ fields }) => fields.adAccountId ?? '');
}

/** The toggle needs exactly one app, or the one that the document names. */
function appsOf(layers: readonly DesiredLayer[], project: string): readonly string[] {
  const own = layers.filter((layer) => projectId(layer) === project);
  const named = own.flatMap(({ app }) => app ?? []);
  return named.length > 0 ? [...new Set(named)] : [`app_${idOf(project, 24)}`];
}

/** Without the prefix that a document may have. */
function projectId({ project }: DesiredLayer): string {
  return project.replace(/^prj_/, '').toLowerCase();
}

function layerId({ layer, name }: DesiredLayer): string {
  return layer !== undefined && /^(lyr|pl)_/.test(layer) ? layer : `lyr_${idOf(name, 24)}`;
}

/** Stable, so that two runs give the same bytes. */
function idOf(text: string, length: number): string {
  return checksumOf(text).replace('sha256:', '').slice(0, length);
}

function organizationOf(index: number): string {
  return `0d6b5f6e-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
}

function keyOf(index: number): string {
  return `lp_test_sandbox${String(index + 1).padStart(8, '0')}_derived`;
}

function tokenOf(index: number): string {
  return `sandbox-tiktok-${String(index + 1).padStart(4, '0')}`;
}

function codeOf(variable: string): string {
  return `#sandbox+${idOf(variable, 24)}==`;
}
