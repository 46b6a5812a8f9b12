import {
  canonicalJson,
  canonicalValue,
  CONFIG_PATHS,
  type Fields,
  type Holder,
  type LayersWriter,
  type LiveLayer,
  type Owner,
  type PlannedLayer,
  type Problem,
} from '../model/index.ts';
import type { HasEnded } from './apply-input.ts';
import { type Claimed, idempotencyKey, isBlocking, isConflict, isPlanLedger, nextRevision, takenBy } from './claim.ts';
import { type EntryOrigin, entryPasted, entryStated, isStatement, ledgerKey, statementsIn } from './ledger-entry.ts';
import { nextLedger } from './record-project.ts';

export type ConfirmInput = {
  readonly layer: PlannedLayer;
  readonly live: LiveLayer;
  readonly writer: LayersWriter;
  /** The whole config from the dashboard. If absent, the person confirms the manual steps. */
  readonly pasted?: Fields;
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
  /** The plan was made from a different ledger. Nothing was recorded. */
  | { readonly state: 'changed' }
  | Extract<Claimed, { readonly state: 'taken' }>
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

/** Records a person's confirmation in the ledger. If it contradicts an API value, nothing is recorded. */
export async function confirmLayer(input: ConfirmInput, signal: AbortSignal): Promise<Confirmation> {
  const contradicted = contradictions(input);
  if (contradicted.length > 0) return { state: 'failed', problems: contradicted };
  const { layer, live, writer, pasted, holder, hasEnded, owner, commit, now } = input;
  if (pasted === undefined && statementsIn(layer, live).length === 0) {
    return layer.changes.some(isStatement) ? { state: 'failed', problems: [notAdopted(layer)] } : { state: 'nothing' };
  }
  const project = await writer.project(layer.project, signal);
  if (!project.ok) return { state: 'failed', problems: project.problems };
  const { ledger } = project.value;
  const { claim } = ledger;
  if (claim !== undefined && (await isBlocking(claim, holder, now, hasEnded))) return takenBy(claim);
  if (!isPlanLedger({ layer, live }, ledger)) return { state: 'changed' };
  const revision = nextRevision(ledger);
  const origin: EntryOrigin = { owner, commit, time: now.toISOString(), revision };
  const entry = pasted === undefined ? entryStated(layer, live, origin) : entryPasted(pasted, layer, live, origin);
  const next = nextLedger(ledger, claim, revision, [{ layer }], { [ledgerKey(layer)]: entry }, now);
  const size = writer.checkLedgerSize(project.value, next);
  if (!size.ok) return { state: 'failed', problems: size.problems };
  const key = idempotencyKey(layer.project, revision, 'claim');
  const written = await writer.writeLedger(layer.project, project.value, next, key, signal);
  if (written.ok) return { state: 'recorded', entries: 1 };
  return isConflict(written.problems) ? takenBy(undefined) : { state: 'failed', problems: written.problems };
}

function notAdopted({ name }: PlannedLayer): Problem {
  return {
    code: 'confirm/not-adopted',
    layer: name,
    message: `The current config of "${name}" is unknown, so its manual steps cannot be confirmed. Nothing was recorded.`,
    remedy: `Adopt the layer first: copy its config from "View as JSON" and run reconcile confirm ${name} --json -.`,
  };
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
    const shown = live.fields[path];
    if (shown?.provenance !== 'api') return [];
    const [api, stated] = [shown.value ?? null, pasted[path] ?? null];
    if (canonicalJson(canonicalValue(path, api)) === canonicalJson(canonicalValue(path, stated))) return [];
    return [
      {
        code: 'confirm/contradicted',
        layer: layer.name,
        message: `The pasted ${path} is ${canonicalJson(stated)}, but the API shows ${canonicalJson(api)}.`,
        remedy: 'Copy the config of this layer again. If it was changed recently, wait a few minutes first.',
      },
    ];
  });
}
