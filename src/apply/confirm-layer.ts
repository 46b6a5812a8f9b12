import {
  canonicalJson,
  canonicalValue,
  CONFIG_PATHS,
  type Fields,
  type Holder,
  type LayersWriter,
  type LiveLayer,
  type Owner,
  plainText,
  type PlannedLayer,
  type Problem,
} from '../model/index.ts';
import {
  expiredClaim,
  FINISHED,
  type HasEnded,
  holderText,
  idempotencyKey,
  isBlocking,
  isPlanLedger,
} from './claim.ts';
import { type EntryOrigin, entryPasted, entryStated, isStatement, ledgerKey } from './ledger-entry.ts';

export type ConfirmInput = {
  readonly layer: PlannedLayer;
  readonly live: LiveLayer;
  readonly writer: LayersWriter;
  /**
   * The whole config that a person copied from the dashboard. If absent, the person confirms that the manual steps are
   * done.
   */
  readonly pasted?: Fields;
  /** The person's run: its own claim does not block it. */
  readonly holder: Holder;
  readonly hasEnded: HasEnded;
  readonly owner: Owner;
  readonly commit: string | null;
  readonly now: Date;
};

export type Confirmation =
  | { readonly state: 'recorded'; readonly entries: number }
  /** The plan has no manual step that only a person can confirm. */
  | { readonly state: 'nothing' }
  /** The ledger is not the one the plan was made from. Nothing was recorded. */
  | { readonly state: 'moved' }
  | { readonly state: 'rival'; readonly run: string; readonly until: string | undefined }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

/** Records a person's confirmation in the ledger. If it contradicts an API value, nothing is recorded. */
export async function confirmLayer(input: ConfirmInput, signal: AbortSignal): Promise<Confirmation> {
  const contradicted = contradictions(input);
  if (contradicted.length > 0) return { state: 'failed', problems: contradicted };
  const { layer, live, writer, pasted } = input;
  if (pasted === undefined && !layer.changes.some(isStatement)) return { state: 'nothing' };
  const seen = await writer.project(layer.project, signal);
  if (!seen.ok) return { state: 'failed', problems: seen.problems };
  const { ledger } = seen.value;
  const { claim } = ledger;
  if (claim !== undefined && (await isBlocking(claim, input.holder, input.now, input.hasEnded))) {
    return { state: 'rival', run: holderText(claim), until: claim.until };
  }
  if (!isPlanLedger({ layer, live }, ledger)) return { state: 'moved' };
  const revision = Math.max(ledger.revision, claim?.revision ?? 0) + 1;
  const signature: EntryOrigin = { owner: input.owner, commit: input.commit, time: input.now.toISOString(), revision };
  const entry =
    pasted === undefined
      ? entryStated(layer, live, signature)
      : entryPasted(pasted, CONFIG_PATHS, live, layer.digest, signature);
  const key = ledgerKey(layer);
  const account = plainText(layer.desired.adAccountId);
  const left = expiredClaim(claim, [key, account], input.now);
  const next = {
    revision,
    ...(left && { claim: left }),
    entries: { [key]: entry },
    drop: key !== account && ledger.entries[account] !== undefined ? [account] : [],
  };
  const fits = writer.checkLedgerSize(seen.value, next);
  if (!fits.ok) return { state: 'failed', problems: fits.problems };
  const written = await writer.writeLedger(
    layer.project,
    seen.value,
    next,
    idempotencyKey(layer.project, revision, 'claim'),
    signal,
  );
  if (written.ok) return { state: 'recorded', entries: 1 };
  if (!written.problems.some(({ code }) => code === 'api/conflict'))
    return { state: 'failed', problems: written.problems };
  return { state: 'rival', run: FINISHED, until: undefined };
}

function contradictions({ layer, live, pasted }: ConfirmInput): readonly Problem[] {
  if (live.installed === 'no') {
    return [
      {
        code: 'confirm/contradicted',
        layer: layer.name,
        message: 'Layers shows no TikTok layer in this project, so nothing about it can be recorded.',
        remedy: 'Install the layer first.',
      },
    ];
  }
  if (pasted === undefined) return [];
  return CONFIG_PATHS.flatMap((path): readonly Problem[] => {
    const seen = live.fields[path];
    if (seen?.provenance !== 'api') return [];
    const [shown, said] = [seen.value ?? null, pasted[path] ?? null];
    if (canonicalJson(canonicalValue(path, shown)) === canonicalJson(canonicalValue(path, said))) return [];
    return [
      {
        code: 'confirm/contradicted',
        layer: layer.name,
        message: `In what was pasted ${path} is ${canonicalJson(said)}; the API shows ${canonicalJson(shown)}.`,
        remedy: 'Copy the config of this very layer again, or wait some minutes until the API has caught up.',
      },
    ];
  });
}
