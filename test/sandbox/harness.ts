import { loadWorld, type Sandbox, startSandbox, type World } from '../../src/sandbox/index.ts';
import { realSleep } from '../support/real-sleep.ts';

export const KEY = 'lp_test_sandboxacme00001_0000000000000000000000000000000000000000000';
export const READER = 'lp_test_sandboxread00001_0000000000000000000000000000000000000000000';
export const RIVAL = 'lp_test_sandboxrival0001_0000000000000000000000000000000000000000000';
export const KILLED = 'lp_test_sandboxkilled001_0000000000000000000000000000000000000000000';
export const TOKEN = 'sandbox-tiktok-acme';
export const ORGANIZATION = '0d6b5f6e-0000-4000-8000-000000000001';
export const PROJECT = '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39';
export const EMPTY_PROJECT = '254a4ce1-f4ca-42b1-9e36-17ca45ef3d40';
export const RIVALS_PROJECT = '254a4ce1-f4ca-42b1-9e36-17ca45ef3d41';
export const LAYER = 'lyr_00000000-0000-4000-8000-0000000000aa';
export const APP = 'app_8ffb9410eb0eb848264f8a65';
export const ADVERTISER = '7098765432109876543';
export const YEN = '7098765432109876544';
export const NOT_OURS = '7098765432109876545';

export const WORLD = `
now: "2026-11-10T12:00:00Z"
env: { LAYERS_API_KEY: ${KEY}, TIKTOK_ACCESS_TOKEN: ${TOKEN} }
layers:
  keys:
    - { key: ${KEY}, organization: ${ORGANIZATION}, name: Acme }
    - { key: ${READER}, organization: ${ORGANIZATION}, scopes: ["projects:read", "ads:read"] }
    - { key: ${RIVAL}, organization: 0d6b5f6e-0000-4000-8000-000000000002 }
    - { key: ${KILLED}, organization: ${ORGANIZATION}, killed: true }
  projects:
    - id: ${PROJECT}
      organization: ${ORGANIZATION}
      name: Acme iOS
      metadata: { theirs: { kept: true } }
      apps:
        - { appId: ${APP}, name: Acme, platform: ios }
        - { appId: app_8ffb9410eb0eb848264f8a66, name: Acme Android, platform: android }
      adAccounts:
        - { adAccountId: 01J0000000000000000000TTK1, externalId: "${ADVERTISER}" }
        - { adAccountId: 01J0000000000000000000META, externalId: act_1, platform: meta_ads, tokenStatus: expired }
      layers:
        - id: ${LAYER}
          config:
            adAccountId: "${ADVERTISER}"
            capi: { enabled: false, pixel_id: C4A9P2Q7R5S8T1U6V2W0, access_token_vault_id: vault_xyz }
            objectives: [app_installs]
            monthlyCostCap: 30000
            stranger: kept
    - { id: ${EMPTY_PROJECT}, organization: ${ORGANIZATION}, name: Empty, apps: [{ appId: app_8ffb9410eb0eb848264f8a67 }] }
    - { id: ${RIVALS_PROJECT}, organization: 0d6b5f6e-0000-4000-8000-000000000002, name: Rival }
tiktok:
  tokens:
    - { token: ${TOKEN}, advertisers: ["${ADVERTISER}", "${YEN}"] }
    - { token: sandbox-tiktok-revoked, advertisers: ["${ADVERTISER}"], state: revoked }
    - { token: sandbox-tiktok-expired, advertisers: ["${ADVERTISER}"], state: expired }
    - { token: sandbox-tiktok-events0, advertisers: ["${ADVERTISER}"], kind: events }
    - { token: sandbox-tiktok-pixels0, advertisers: ["${ADVERTISER}"], scopes: [800] }
  advertisers:
    - { id: "${ADVERTISER}", name: Acme iOS, timezone: America/New_York, balance: 1250.5, spendPerDay: "310.00" }
    - { id: "${YEN}", currency: JPY, timezone: Asia/Tokyo, spend: [{ date: "2026-11-03", amount: "12000" }, { date: "2026-11-30", amount: "1" }] }
    - { id: "${NOT_OURS}" }
  pixels:
    - { id: "7000000000000000001", code: C4A9P2Q7R5S8T1U6V2W0, name: Ours, owner: "${ADVERTISER}" }
    - { id: "7000000000000000002", code: C4A9P2Q7R5S8T1U6V2W1, name: Moved, owner: "${ADVERTISER}", ownerBusiness: "7012345678901234567" }
    - { id: "7000000000000000003", code: C4A9P2Q7R5S8T1U6V2W2, name: Lent, owner: "${NOT_OURS}", linkedTo: ["${ADVERTISER}"] }
    - { id: "7000000000000000004", code: C4A9P2Q7R5S8T1U6V2W3, name: Gone, owner: "${NOT_OURS}", unboundFrom: ["${ADVERTISER}"] }
    - { id: "7000000000000000005", code: C4A9P2Q7R5S8T1U6V2W4, name: Foreign, owner: "${NOT_OURS}" }
`;

/** The world above, after some lines were replaced. */
export function worldOf(text = WORLD): World {
  const loaded = loadWorld(text, 'world.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.world;
}

export function withSwitches(switches: Partial<World['switches']>): World {
  const world = worldOf();
  return { ...world, switches: { ...world.switches, ...switches } };
}

export type RequestOptions = {
  readonly method?: string;
  /** Absent: the key of Acme. `null`: none at all. */
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Loose;
};

/** A JSON answer, for looking into. */
type Loose = { readonly [key: string]: Loose } & readonly Loose[];

export async function ask(sandbox: Sandbox, path: string, options: RequestOptions = {}): Promise<Answered> {
  const { method = 'GET', key = KEY, body, headers = {} } = options;
  const response = await fetch(sandbox.origin + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}`, 'access-token': TOKEN }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : {} };
}

/** Starts a sandbox, passes it on, and always stops it. */
export async function inSandbox<T>(world: World, act: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ world, sleep: realSleep });
  try {
    return await act(sandbox);
  } finally {
    await sandbox.stop();
  }
}
