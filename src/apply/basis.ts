import {
  canonicalJson,
  type Ledger,
  ledgerView,
  type LiveLayer,
  plainText,
  type PlannedLayer,
} from '../model/index.ts';

/** Whether the ledger of this layer is still the one its plan was made from. */
export function restsOn(
  { layer, live }: { readonly layer: PlannedLayer; readonly live: LiveLayer },
  ledger: Ledger,
): boolean {
  const now = ledgerView(ledger, layer.layerId ?? undefined, plainText(layer.desired.adAccountId));
  return canonicalJson(now) === canonicalJson(live.ledger);
}
