import type { Sandbox, World } from '../../src/sandbox/index.ts';
import {
  ADVERTISER,
  type RequestOptions,
  ask,
  EMPTY_PROJECT,
  LAYER,
  ORGANIZATION,
  PROJECT,
  WORLD,
  worldOf,
} from './harness.ts';

export const P = `/v1/projects/${PROJECT}`;
export const ACCOUNT = '01J0000000000000000000TTK1';
export const CONTENT = '01JADSC0NTENT00000000000A1';
/** May do nothing at all. */
export const NOBODY = 'lp_test_sandboxnobody001_0000000000000000000000000000000000000000000';

/** TikTok's campaign behind the first of Layers. */
export const TWIN = '1800000000000001';

const INSIDE = `
      campaigns:
        - { campaignId: cmp_ONE, externalId: "${TWIN}", adAccountId: ${ACCOUNT}, name: Installs, dailyBudgetCents: 20000, createdAt: "2026-10-01T00:00:00Z",
            days: [{ date: "2026-11-01", spend: 5000, impressions: 1000, clicks: 50, conversions: 5 }] }
        - { campaignId: cmp_TWO, externalId: "1800000000000002", adAccountId: ${ACCOUNT}, status: paused, lifetimeBudgetCents: 90000, endTime: "2026-10-31T00:00:00Z" }
        - { campaignId: cmp_META, externalId: "120000000000001", adAccountId: 01J0000000000000000000META, platform: meta_ads }
        - { campaignId: cmp_GONE, externalId: "1800000000000003", adAccountId: ${ACCOUNT}, status: deleted }
      adSets:
        - { adsetId: adg_ONE, campaignId: cmp_ONE, externalId: "1800000000000011", dailyBudgetCents: 8000 }
        - { adsetId: adg_TWO, campaignId: cmp_TWO, externalId: "1800000000000012" }
      ads:
        - { adId: ad_ONE, adsetId: adg_TWO, externalId: "1800000000000021", adsContentId: ${CONTENT},
            days: [{ date: "2026-11-02", spend: 700, impressions: 100 }] }
        - { adId: ad_TWO, adsetId: adg_TWO, externalId: "1800000000000022",
            days: [{ date: "2026-11-02", spend: 300, impressions: 100 }, { date: "2026-11-09", spend: 1 }] }
      pendingActions:
        - { pendingId: pa_SEED, actionType: pause_adset, entityType: adset, entityId: adg_ONE, createdAt: "2026-11-09T12:00:00Z" }
      adsContent:
        - { adsContentId: ${CONTENT}, organicScore: 8.5, scoringPool: ugc }
        - { adsContentId: 01JADSC0NTENT00000000000A2, organicScore: 3 }
      engagement:
        - { projectLayerId: pl_ONE, fenced: { secretPrompt: x } }
`;

const AT_TIKTOK = `
  campaigns:
    - { id: "${TWIN}", advertiser: "${ADVERTISER}", name: Installs, budgetMode: BUDGET_MODE_DAY, budget: "200" }
`;

/** Read once: hundreds of tests begin with it. */
const USUAL = worldOf(
  WORLD.replace('name: Acme }', 'name: Acme, returnUrls: ["https://example.com"] }')
    .replace('  projects:', `    - { key: ${NOBODY}, organization: ${ORGANIZATION}, scopes: [] }\n  projects:`)
    .replace(`    - { id: ${EMPTY_PROJECT}`, (line) => `${INSIDE.slice(1)}${line}`)
    .concat(AT_TIKTOK.slice(1)),
);

/** The usual world with ads in it, every axis on auto, after `change` had its way. */
export function adsWorld(change: (world: World) => void = () => undefined): World {
  const world = structuredClone(USUAL);
  layerIn(world).defaults = { creative: 'auto', tactical: 'auto', structural: 'auto' };
  change(world);
  return world;
}

export function layerIn(world: World) {
  const layer = world.layers.projects[0]?.layers.find(({ id }) => id === LAYER);
  if (layer === undefined) throw new Error('the world has a layer');
  return layer;
}

export const send = (
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  options: Pick<RequestOptions, 'key' | 'headers'> = {},
) => ask(sandbox, path, { method, ...(body === undefined ? {} : { body }), ...options });

/** The state of the campaign at Layers and at TikTok. */
export function campaignIn(sandbox: Sandbox, id = 'cmp_ONE') {
  const { layers, tiktok } = sandbox.world();
  const ours = layers.projects[0]?.campaigns.find(({ campaignId }) => campaignId === id);
  return { ours, theirs: tiktok.campaigns.find((one) => one.id === ours?.externalId) };
}

/** Puts the clock of a sandbox somewhere before each request. */
export function clockOf(sandbox: Sandbox): (now: string) => void {
  return (now) =>
    sandbox.intervene((_, moment, world) => {
      if (moment === 'before') world.now = now;
    });
}
