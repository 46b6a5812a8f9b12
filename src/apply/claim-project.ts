import type {
  Claim,
  LayersWriter,
  Ledger,
  LiveLayer,
  LiveProject,
  PlannedLayer,
  Problem,
  Result,
} from '../model/index.ts';
import { type Claimed, expiredClaim, FINISHED, type HeldClaim, isPlanLedger, takeClaim } from './claim.ts';
import { entryOrigin, intentsOf, largest, largestIntents, ledgerKeys } from './record-project.ts';
import { ledgerKey } from './ledger-entry.ts';
import type { ApplyInput, LayerTask } from './apply-input.ts';

export type ProjectClaimed = {
  /** The planned layers, or the replanned ones if the ledger changed. */
  readonly works: readonly LayerTask[];
} & (
  | { readonly state: 'held'; readonly held: HeldClaim }
  /** Replanned, and nothing is left to write. */
  | { readonly state: 'needless' }
  /** `taken`: another run holds the claim, or was faster. Otherwise the ledger kept changing. */
  | { readonly state: 'rival'; readonly run: string; readonly until: string | undefined; readonly taken: boolean }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] }
);

/** More replans than this mean that another run is always faster. */
const MAX_REPLANS = 5;

/**
 * Takes the claim of a project, or finds it taken; it does not wait. It replans if the ledger changed since the plan,
 * so a claim always belongs to a plan based on the current ledger. A stale plan writes nothing.
 *
 * @param reaches whether there is anything to write
 */
export async function claimProject(
  input: ApplyInput,
  project: string,
  planned: readonly LayerTask[],
  writer: LayersWriter,
  reaches: (works: readonly LayerTask[]) => Promise<boolean>,
  signal: AbortSignal,
): Promise<ProjectClaimed> {
  let works = planned;
  for (let replans = 0; ; replans += 1) {
    const claimed = await take();
    if (claimed.state === 'held' || claimed.state === 'failed') return { ...claimed, works };
    if (claimed.state === 'rival') return { ...claimed, taken: true, works };
    if (replans === MAX_REPLANS) return { state: 'rival', run: FINISHED, until: undefined, taken: false, works };
    const again = await input.replan(works.map(({ layer }) => layer.name));
    if (again.state === 'failed') return { ...again, works };
    works = withPlans(works, again.plan.layers, again.live);
    if (!(await reaches(works))) return { state: 'needless', works };
  }

  function take(): Promise<Claimed> {
    const { holder, hasEnded, now } = input;
    const isBasis = (ledger: Ledger): boolean => works.every((work) => isPlanLedger(work, ledger));
    const intents = intentsOf(works);
    const fits = (seen: LiveProject, claim: Claim): Result<void> => {
      const claimed = writer.checkLedgerSize(seen, {
        revision: claim.revision,
        claim: { ...claim, intents: { ...claim.intents, ...largestIntents(works) } },
        entries: {},
        drop: [],
      });
      if (!claimed.ok) return claimed;
      const all = works.map(({ layer, live }) => [ledgerKey(layer), largest(layer, live, entryOrigin(input, claim))]);
      const left = expiredClaim(claim, ledgerKeys(works), now());
      const entries = Object.fromEntries(all);
      return writer.checkLedgerSize(seen, {
        revision: claim.revision,
        ...(left && { claim: left }),
        entries,
        drop: [],
      });
    };
    return takeClaim({ writer, project, holder, now, hasEnded, isBasis, intents, fits }, signal);
  }
}

function withPlans(
  works: readonly LayerTask[],
  layers: readonly PlannedLayer[],
  live: readonly LiveLayer[],
): readonly LayerTask[] {
  return works.map((work) => ({
    ...work,
    layer: layers.find(({ name }) => name === work.layer.name) ?? work.layer,
    live: live.find(({ name }) => name === work.layer.name) ?? work.live,
  }));
}
