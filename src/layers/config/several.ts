import type { ConnectedAccount, Ledger } from '../../model/index.ts';

/**
 * Whether a project may hold several TikTok layers: several ad accounts are connected, or the ledger tells of several
 * layers. Then nothing says which of them `capi-status` and `defaults` describe.
 *
 * Source: developers.layers.com docs/layers/install (one layer per ad account: documented); docs/api/reference/ads
 * (silent on which layer is shown).
 */
export function several(accounts: readonly ConnectedAccount[], ledger: Ledger): boolean {
  return accounts.length > 1 || layersIn(ledger).size > 1;
}

/** Layers are told apart by their ad account where the ledger knows it: one may stand under two keys while it moves. */
function layersIn(ledger: Ledger): ReadonlySet<string> {
  return new Set(
    Object.entries(ledger.entries).map(([key, view]) => {
      const account = view.state === 'kept' ? view.entry.config.adAccountId : undefined;
      return typeof account === 'string' ? account : key;
    }),
  );
}

/** The layer that the ledger knows for an ad account; `undefined` where it knows none by id. */
export function layerInLedger(ledger: Ledger, adAccountId: string | undefined): string | undefined {
  if (adAccountId === undefined) return undefined;
  const found = Object.entries(ledger.entries).find(
    ([key, view]) => !/^\d+$/.test(key) && view.state === 'kept' && view.entry.config.adAccountId === adAccountId,
  );
  return found?.[0];
}
