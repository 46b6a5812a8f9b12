// Repositories and worlds of any size, for tests and measurements. All ids are made from the number of the layer. Plain
// JavaScript, because programs that measure other processes run without a loader.
const ORGANIZATION = '0d6b5f6e-0000-4000-8000-000000000001';
export const KEY = 'lp_test_manylayers000001_secret';
export const TOKEN = 'many-layers-tiktok-token-0001';
/** Owns all ad accounts. The user of the token is its administrator. */
const BUSINESS = '7012345678901234567';

/** `tier` is that of the Layers key. */
export function worldOfMany(count, { tier = 'partner', switches = {}, now = '2026-11-10T12:00:00Z' } = {}) {
  const layers = Array.from({ length: count }, (_, n) => idsOf(n));
  return JSON.stringify({
    now,
    env: { LAYERS_API_KEY: KEY, TIKTOK_ACCESS_TOKEN: TOKEN },
    switches,
    layers: {
      keys: [{ key: KEY, organization: ORGANIZATION, tier }],
      projects: layers.map((ids) => ({
        id: ids.project,
        organization: ORGANIZATION,
        name: ids.name,
        apps: [{ appId: ids.app, name: ids.name }],
        adAccounts: [{ adAccountId: ids.adAccount, externalId: ids.account, timezone: 'America/New_York' }],
        layers: [{ id: ids.layer, config: configOf(ids) }],
      })),
    },
    tiktok: {
      tokens: [{ token: TOKEN, user: 'Ada', advertisers: layers.map(({ account }) => account) }],
      businessCenters: [{ id: BUSINESS, members: ['Ada'] }],
      advertisers: layers.map(({ account, name }) => ({
        id: account,
        name,
        timezone: 'America/New_York',
        ownerBusiness: BUSINESS,
        spendPerDay: '310.00',
      })),
      pixels: layers.map(({ pixelId, pixel, account }) => ({ id: pixelId, code: pixel, owner: account })),
    },
  });
}

/** Layer documents by path. They match the world, except those for which `isChanged` returns true. */
export function documentsOfMany(count, isChanged = () => false) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => {
      const ids = idsOf(n);
      const config = { ...configOf(ids), ...(isChanged(n) && { monthlyCostCap: 27_000 }) };
      const document = { template: 'tiktok-ads', name: ids.name, project: ids.project, ...config };
      return [`layers/${ids.name}.yaml`, `${yamlOf(document)}\n`];
    }),
  );
}

function configOf({ account, pixel, name }) {
  return {
    mode: 'byo',
    adAccountId: account,
    objectives: ['app_installs', 'video_view'],
    monthlyCostCap: 28_000,
    capi: { enabled: true, pixel_id: pixel, access_token_vault_id: `vault_${name}` },
  };
}

function idsOf(n) {
  const digits = String(n).padStart(5, '0');
  const hex = n.toString(16).padStart(12, '0');
  return {
    name: `client-${digits}`,
    project: `254a4ce1-f4ca-42b1-9e36-${hex}`,
    layer: `lyr_5b1f7c1e-6a1d-4c5e-9a53-${hex}`,
    app: `app_000000000000${hex}`,
    adAccount: `01J000000000000000000${digits}`,
    account: `70987654321098${digits}`,
    pixelId: `70000000000000${digits}`,
    pixel: `C4A9P2Q7R5S8T1U${digits}`,
  };
}

/** As people write it: block maps, one member a line. */
function yamlOf(map, indent = '') {
  return Object.entries(map)
    .map(([key, value]) =>
      typeof value === 'object' && !Array.isArray(value)
        ? `${indent}${key}:\n${yamlOf(value, `${indent}  `)}`
        : `${indent}${key}: ${JSON.stringify(value)}`,
    )
    .join('\n');
}
