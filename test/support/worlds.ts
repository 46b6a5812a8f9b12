import { stringify } from 'yaml';

/**
 * Small worlds for stories. A client is one project with one TikTok layer, its ad account and its pixel; all its ids are
 * made from its number, so that two clients share nothing.
 */
export type Client = {
  readonly n: number;
  readonly name: string;
  readonly project: string;
  readonly layer: string;
  readonly app: string;
  readonly account: string;
  readonly business: string;
  readonly pixel: string;
  readonly currency: string;
  readonly timezone: string;
  /** Major units on every day of the month. */
  readonly spendPerDay: string;
  /** The live config, as in the JSON editor of the dashboard. */
  readonly config: Config;
  /** Members of the project, in addition to those of every story. */
  readonly inProject: Json;
  /** Members of the ad account at TikTok, in addition to those of every story. */
  readonly atTikTok: Json;
};

export type Json = Readonly<Record<string, unknown>>;

/** The config in the form of the dashboard's JSON editor. */
export type Config = Json & { readonly capi: Json };

export const ORGANIZATION = '0d6b5f6e-0000-4000-8000-000000000001';
export const KEY = 'lp_test_storykey00000001_secret';
export const TOKEN = 'story-tiktok-token-0001';

/** The credentials of every world that is built here. */
export const CREDENTIALS = { LAYERS_API_KEY: KEY, TIKTOK_ACCESS_TOKEN: TOKEN };

/** `capi` is merged into the default one; every other member of the config is replaced. `undefined` removes it. */
export function client(
  n: number,
  given: Partial<Omit<Client, 'n' | 'config'>> & { readonly config?: Json & { readonly capi?: Json } } = {},
): Client {
  const digits = (length: number) => String(n).padStart(length, '0');
  const two = digits(2);
  const { config = {}, ...rest } = given;
  const account = given.account ?? String(7098765432109876500n + BigInt(n));
  const business = given.business ?? String(7012345678901234500n + BigInt(n));
  const pixel = n < 100 ? `C4A9P2Q7R5S8T1U6V2${two}` : `C4A9P2Q7R5S8T1U6Z${digits(3)}`;
  return {
    n,
    name: `client-${n}`,
    project: `254a4ce1-f4ca-42b1-9e36-${digits(12)}`,
    layer: `lyr_5b1f7c1e-6a1d-4c5e-9a53-${digits(12)}`,
    app: `app_${digits(24)}`,
    account,
    business,
    pixel,
    currency: 'USD',
    timezone: 'America/New_York',
    spendPerDay: '310.00',
    inProject: {},
    atTikTok: {},
    ...rest,
    config: {
      mode: 'byo',
      tiktokBusinessId: business,
      adAccountId: account,
      objectives: ['app_installs', 'video_view'],
      monthlyCostCap: 28000,
      ...config,
      capi: { enabled: true, pixel_id: pixel, access_token_vault_id: `vault_client_${n}`, ...config.capi },
    },
  };
}

/** The client of most stories. */
export function acme(given: Parameters<typeof client>[1] = {}): Client {
  return client(1, { name: 'acme-ios', ...given });
}

export type WorldExtras = {
  readonly switches?: Json;
  readonly keys?: readonly Json[];
  readonly advertisers?: readonly Json[];
  readonly pixels?: readonly Json[];
  /** Of each client's pixel; absent: 100. */
  readonly eventsPerDay?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Members of the world's `tiktok`, in addition to those of every story; `token` is merged into the token. */
  readonly tiktok?: Json & { readonly token?: Json };
};

/** Text of a world file. `inProject` and `atTikTok` of a client win over the values here. */
export function worldOf(clients: readonly Client[], extras: WorldExtras = {}): string {
  const { token = {}, ...atTikTok } = extras.tiktok ?? {};
  const advertisers = [...clients.map(advertiserOf), ...(extras.advertisers ?? [])];
  return JSON.stringify({
    env: extras.env ?? CREDENTIALS,
    ...(extras.switches && { switches: extras.switches }),
    layers: {
      keys: [{ key: KEY, organization: ORGANIZATION, tier: 'partner' }, ...(extras.keys ?? [])],
      projects: clients.map(projectOf),
    },
    tiktok: {
      tokens: [{ token: TOKEN, advertisers: advertisers.map(({ id }) => id), ...token }],
      advertisers,
      pixels: [
        ...clients.map(({ n, account, pixel }) => ({
          id: `70000000000000000${10 + n}`,
          code: pixel,
          owner: account,
          eventsPerDay: extras.eventsPerDay ?? 100,
        })),
        ...(extras.pixels ?? []),
      ],
      ...atTikTok,
    },
  });
}

function projectOf({ project, name, app, account, currency, timezone, layer, config, inProject }: Client): Json {
  return {
    id: project,
    organization: ORGANIZATION,
    name,
    apps: [{ appId: app, name }],
    adAccounts: [connected(account, { name, currency, timezone })],
    layers: [{ id: layer, config }],
    ...inProject,
  };
}

/** An ad account as a project lists it. */
export function connected(account: string, given: Json = {}): Json {
  return { adAccountId: `01J000000000000000000${account.slice(-5)}`, externalId: account, ...given };
}

/** A campaign as Layers lists it, on the ad account of `connected`. */
export function campaignOf(account: string, n: number, status: string, more: Json = {}): Json {
  const { adAccountId } = connected(account);
  return {
    campaignId: `cmp_${n}`,
    externalId: `180000000000000${n}`,
    adAccountId,
    name: `Campaign ${n}`,
    status,
    ...more,
  };
}

function advertiserOf(one: Client): Json & { readonly id: string } {
  const { account, name, currency, timezone, business, spendPerDay, atTikTok } = one;
  return { id: account, name, currency, timezone, ownerBusiness: business, spendPerDay, ...atTikTok };
}

/** A layer document that matches the live state, except for `given`. `undefined` removes a member. */
export function documentOf(one: Client, given: Json & { readonly capi?: Json } = {}): string {
  const { capi, ...members } = given;
  const { name, project, config } = one;
  const desired = { ...config, ...members, capi: { ...config.capi, ...capi } };
  return stringify({ template: 'tiktok-ads', name, project, ...desired });
}

/** Path of the document of a client. */
export function fileOf({ name }: Client): string {
  return `layers/${name}.yaml`;
}

/** The documents of clients that match the live state. */
export function documentsOf(clients: readonly Client[]): Record<string, string> {
  return Object.fromEntries(clients.map((one) => [fileOf(one), documentOf(one)]));
}

/** The sandbox's config endpoint, as settings name it. */
export function endpoint(update: 'merge' | 'replace' = 'merge'): Json {
  return { kind: 'endpoint', path: '/__sandbox/projects/{projectId}/layers/{layerId}/config', update };
}

/** `reconcile.yaml` with a unit; `given` replaces and adds. `undefined` removes a member. */
export function settings(given: Json = {}): string {
  return stringify({ costCapUnit: 'major', ...given });
}

/** The JSON that a person copies out of the dashboard. */
export function copied(config: Json): string {
  return JSON.stringify(config, null, 2);
}
