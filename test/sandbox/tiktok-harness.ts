import { loadWorld, type World } from '../../src/sandbox/index.ts';

export const AGENCY = '7000000000000000100';
export const CLIENT = '7000000000000000200';
export const US = '7000000000000000001';
export const JP = '7000000000000000002';
/** Owned by the client's Business Center. */
export const THEIRS = '7000000000000000003';
export const CODE = 'C3QABCD1234567890ABC';
export const LOOSE_CODE = 'C3QABCD1234567890ABD';
export const PIXEL = '7000000000000000011';
export const LOOSE_PIXEL = '7000000000000000012';
export const TT_ACCOUNT = '7000000000000000021';
export const MANUAL = '1800000000000101';
export const SMART = '1800000000000102';
export const DELETED = '1800000000000103';
export const POST = '7400000000000000001';

/** Ada runs the agency and its money, Sam works there, Lena runs the client. */
export const ADA = 'sandbox-token-ada';
export const SAM = 'sandbox-token-sam';
export const LENA = 'sandbox-token-lena';
export const NARROW = 'sandbox-token-narrow';
export const EVENTS = 'sandbox-token-events';
export const APP = { app_id: 'app-1', secret: 'sandbox-secret-1' };

const TEXT = `
now: "2026-11-10T12:00:00Z"
tiktok:
  apps: [{ id: app-1, secret: sandbox-secret-1 }]
  authCodes:
    - { code: consent, app: app-1, user: Ada, advertisers: ["${US}"], scopes: [1, 4], expires: "2026-11-10T13:00:00Z" }
    - { code: too-late, app: app-1, expires: "2026-11-10T11:00:00Z" }
  tokens:
    - { token: ${ADA}, user: Ada, app: app-1, advertisers: ["${US}", "${JP}"] }
    - { token: ${SAM}, user: Sam, advertisers: ["${US}"] }
    - { token: ${LENA}, user: Lena, advertisers: ["${THEIRS}"] }
    - { token: ${NARROW}, user: Ada, advertisers: ["${US}"], scopes: [999] }
    - { token: ${EVENTS}, kind: events, pixels: [${CODE}] }
  businessCenters:
    - { id: "${AGENCY}", name: Agency, type: AGENCY, balance: 500.5, members: [Ada, { name: Sam, role: STANDARD }] }
    - { id: "${CLIENT}", name: Client, members: [Lena] }
  advertisers:
    - { id: "${US}", name: Acme US, timezone: America/New_York, ownerBusiness: "${AGENCY}", spendPerDay: "310.00",
        budgetMode: MONTHLY_BUDGET, budget: "30000", terms: [LeadAds] }
    - { id: "${JP}", name: Acme JP, currency: JPY, timezone: Asia/Tokyo, ownerBusiness: "${AGENCY}",
        budgetMode: CUSTOM_BUDGET, budget: "900000", budgetSince: "2026-11-01" }
    - { id: "${THEIRS}", name: Client US, ownerBusiness: "${CLIENT}", spendPerDay: "10" }
  pixels:
    - { id: "${PIXEL}", code: ${CODE}, name: Ours, owner: "${US}", ownerBusiness: "${AGENCY}", linkedTo: ["${JP}"],
        counts: [{ type: SHOPPING, date: "2026-11-09", browser: 3, server: 4 }] }
    - { id: "${LOOSE_PIXEL}", code: ${LOOSE_CODE}, name: Loose, owner: "${US}" }
  campaigns:
    - { id: "${MANUAL}", advertiser: "${US}", name: Installs, appPromotion: APP_INSTALL, budgetMode: BUDGET_MODE_DAY,
        budget: "400", spendPerDay: "200", createdAt: "2026-10-01T00:00:00Z" }
    - { id: "${SMART}", advertiser: "${US}", name: Smart, automation: UPGRADED_SMART_PLUS, spendPerDay: "110" }
    - { id: "${DELETED}", advertiser: "${US}", name: Gone, objective: VIDEO_VIEWS, status: DELETE, spendPerDay: "1" }
  adGroups: [{ id: "1800000000000201", campaign: "${MANUAL}", pixel: "${PIXEL}" }]
  ads: [{ id: "1800000000000301", adGroup: "1800000000000201", item: "${POST}", identity: creator-1, identityType: AUTH_CODE }]
  sparkPosts:
    - { code: "#AbC+d/E=1", item: "${POST}", identity: creator-1, text: A dance, authorizedFor: ["${US}"],
        ends: "2026-11-10T12:30:00Z" }
    - { code: "#ended", item: "7400000000000000002", identity: creator-1, ends: "2026-11-01T00:00:00Z" }
    - { code: "#fresh", item: "7400000000000000003", identity: creator-2 }
    - { code: "#deleted", item: "7400000000000000004", identity: creator-2, status: USER_DELETE }
    - { code: "#private", item: "7400000000000000005", identity: creator-2, status: ONLY_AUTHOR_SEE }
  identities:
    - { id: custom-1, name: Acme, advertisers: ["${US}"] }
    - { id: "${TT_ACCOUNT}", type: BC_AUTH_TT, name: acme.tiktok, business: "${AGENCY}", advertisers: ["${US}"] }
`;

/** An agency and a client, with one of everything. */
export function agencyWorld(switches: Partial<World['switches']> = {}): World {
  const loaded = loadWorld(TEXT, 'world.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return { ...loaded.world, switches: { ...loaded.world.switches, ...switches } };
}
