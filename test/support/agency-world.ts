import type { World } from '../../src/sandbox/index.ts';
import { acme, documentOf, endpoint, settings, worldOf } from './worlds.ts';

/** Layers' own Business Center. */
export const LAYERS_BC = '7999999999999999999';
/** A TikTok account of the client's Business Center. */
export const IDENTITY = '7000000000000000555';
/** The number of the client's pixel. */
export const PIXEL_ID = '7000000000000000011';

export const client = acme({ config: { mode: 'agency' } });

/** Members of a world that a story changes. */
export type AgencyWorld = {
  readonly switches?: Readonly<Record<string, unknown>>;
  readonly user?: string;
  readonly tiktok?: Readonly<Record<string, unknown>>;
  /** Members of the project at Layers. */
  readonly inProject?: Readonly<Record<string, unknown>>;
  readonly people?: readonly unknown[];
};

/** A client whose Business Center owns the ad account, the pixel and a TikTok account. Ana administers it. */
export function agencyWorld({
  switches = {},
  user = 'ana',
  tiktok = {},
  inProject = {},
  people = [],
}: AgencyWorld = {}): string {
  const world = JSON.parse(
    worldOf([{ ...client, inProject }], {
      switches,
      tiktok: {
        token: { user },
        businessCenters: [
          { id: client.business, name: 'Acme', members: ['ana'] },
          { id: LAYERS_BC, name: 'Layers' },
        ],
        identities: [{ id: IDENTITY, type: 'BC_AUTH_TT', business: client.business, name: 'Acme on TikTok' }],
        ...tiktok,
      },
    }),
  ) as { people?: readonly unknown[]; tiktok: { pixels: Record<string, unknown>[] } };
  // It counted events of the app before.
  const counts = [{ type: 'ON_WEB_REGISTER', date: '2026-11-09', server: 3 }];
  for (const pixel of world.tiktok.pixels)
    Object.assign(pixel, { ownerBusiness: client.business, counts, eventsPerDay: 0 });
  return JSON.stringify({ ...world, people });
}

/** The partnership and the ad account are shared already. */
export const PARTNERS = {
  partnerships: [{ from: client.business, to: LAYERS_BC }],
  shares: [{ from: client.business, to: LAYERS_BC, advertiser: client.account, role: 'OPERATOR' }],
} satisfies Partial<Record<keyof World['tiktok'], unknown>>;

/** The body of a person's share of an asset. */
export const pixelShare = { from: client.business, to: LAYERS_BC, type: 'PIXEL', asset: PIXEL_ID };
export const identityShare = { from: client.business, to: LAYERS_BC, type: 'TT_ACCOUNT', asset: IDENTITY };

export const agencyFiles = {
  [`layers/${client.name}.yaml`]: documentOf(client, { sharing: { identities: [IDENTITY] } }),
  'reconcile.yaml': settings({ layersBusinessId: LAYERS_BC, transport: endpoint() }),
};
