import { type Client, client, type Json, worldOf, type WorldExtras } from '../support/worlds.ts';

/** What other tools keep in the project's metadata: it must be there afterwards as it was. */
export const OTHERS = { crm: { id: 'c-1', tags: ['gold', '☂'] }, note: 'do not touch' };

/** Whom no document names. */
export const BYSTANDER = client(9, { config: { monthlyCostCap: 900 }, inProject: { metadata: OTHERS } });

/**
 * A world that a run could break: in addition to the clients a project that no document names, and in all of them SDK
 * apps with toggles in use, and campaigns that run.
 *
 * @param further owners of more ad accounts and pixels
 */
export function inWorld(clients: readonly Client[], further: readonly Client[] = [], extras: WorldExtras = {}): string {
  const world = JSON.parse(worldOf([...clients, ...further, BYSTANDER], extras)) as World;
  for (const [index, project] of world.layers.projects.entries()) {
    const [account] = project.adAccounts;
    project.apps.push({
      appId: `app_${'f'.repeat(22)}${String(index).padStart(2, '0')}`,
      name: 'Another app',
      platform: 'android',
      capi: { meta: { enabled: true }, tiktok: { enabled: false } },
    });
    project.campaigns = ['active', 'paused'].map((status, turn) => ({
      campaignId: `cmp_${index}${turn}`,
      externalId: externalId(index, turn),
      adAccountId: account?.adAccountId,
      name: `Campaign ${index}.${turn}`,
      status,
      dailyBudgetCents: 20_000,
    }));
  }
  world.tiktok.campaigns = world.tiktok.advertisers.flatMap(({ id }, index) =>
    ['ENABLE', 'DISABLE'].map((status, turn) => ({
      id: externalId(index, turn),
      advertiser: id,
      name: `Campaign ${index}.${turn}`,
      status,
      budgetMode: 'BUDGET_MODE_DAY',
      budget: '200',
    })),
  );
  return JSON.stringify(world);
}

function externalId(index: number, turn: number): string {
  return `18000000000000${index}${turn}`;
}

/** As much of a world file as is added to. */
type World = {
  readonly layers: {
    readonly projects: { apps: Json[]; readonly adAccounts: readonly Json[]; campaigns?: readonly Json[] }[];
  };
  readonly tiktok: { readonly advertisers: readonly { readonly id: string }[]; campaigns?: readonly Json[] };
};
