import type { ConnectedAccount, Ledger } from '../../model/index.ts';

/**
 * Whether a project may have several TikTok layers: several ad accounts are connected, or the ledger has several
 * layers. If so, it is unknown which layer `capi-status` and `defaults` describe.
 *
 * Source: developers.layers.com docs/layers/install (one layer per ad account: documented); docs/api/reference/ads
 * (silent on which layer is shown).
 */
export function several(accounts: readonly ConnectedAccount[], ledger: Ledger): boolean {
  return accounts.length > 1 || layersIn(ledger).size > 1;
}

/** Identifies a layer by its ad account if the ledger has it, because a layer can have two keys while it moves. */
function layersIn(ledger: Ledger): ReadonlySet<string> {
  return new Set(
    Object.entries(ledger.entries).map(([key, view]) => {
      const account = view.state === 'kept' ? view.entry.config.adAccountId : undefined;
      return account ?? key;
    }),
  );
}

/** The layer id of an ad account in the ledger; `undefined` if the ledger has no id for it. */
export function layerInLedger(ledger: Ledger, adAccountId: string | undefined): string | undefined {
  if (adAccountId === undefined) return undefined;
  const found = Object.entries(ledger.entries).find(
    ([key, view]) => !/^\d+$/.test(key) && view.state === 'kept' && view.entry.config.adAccountId === adAccountId,
  );
  return found?.[0];
}
