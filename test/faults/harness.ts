import { withHarness, type Ran, type StoryHarness } from '../support/harness.ts';
import { type Afterwards, comesAfterwards, stateAfter, type Successor } from './afterwards.ts';
import { type Breakage, breakageOf } from './breakages.ts';
import { claimsIn } from './claims.ts';
import { type Asked, planOf, runClean } from './clean.ts';
import type { InjectedFault } from './injected-faults.ts';
import { type ActionContext, runHere } from './setup.ts';
import { type Clean, staysWithin, printsNoSecret, truthful, writesWithin } from './invariants.ts';
import { placesIn } from './file-locations.ts';
import { clearAllBut, filesIn } from './repository.ts';
import { runOn, THIS_RUN } from './run.ts';
import { APPLY, type Scenario } from './scenario.ts';
import { moveTo } from './stories/seal-again.ts';
import { type View, viewOf } from './view.ts';

export type FaultHarness = {
  readonly harness: StoryHarness;
  readonly scenario: Scenario;
  /** A run in which nothing goes wrong. */
  readonly clean: Clean;
  /** Its requests. */
  readonly asked: readonly Asked[];
  /** Runs the command with one fault, and returns the violations. */
  readonly runWithFault: (index: number, injected: InjectedFault, successor?: Successor) => Promise<readonly string[]>;
  /** Hears of every request of the first run. */
  readonly listen: View['listen'];
  /** Checks the laws around any first run. A dead process has no output: `undefined`. */
  readonly lawful: (first: () => Promise<Ran | undefined>, successor: Successor) => Promise<readonly string[]>;
};

/** Sets a scenario up once; each run goes back to the same world and the same files. */
export async function withFaultHarness<T>(
  scenario: Scenario,
  work: (faultHarness: FaultHarness) => Promise<T>,
  breakage: Breakage = breakageOf(process.env),
): Promise<T> {
  const { documents = {}, from, world } = scenario;
  return withHarness({ files: documents, world, ...(from !== undefined && { from }) }, async (harness) => {
    if (scenario.origin !== undefined) moveTo(harness.folder, scenario.origin, harness.sandbox.origin);
    const setup = await setupOf(harness, scenario, breakage);
    const { repository, view, ours } = setup;
    const start = harness.sandbox.snapshot();
    const held = claimsIn(view.world(), ours).length > 0;
    const { clean, asked } = await runClean(setup);
    // A different machine waits only for our claim: without one, or with a foreign one, time would change the plan.
    const isOurs = clean.writes.size > 0 && !held;
    const known = new Map<string, Afterwards>();

    const lawful: FaultHarness['lawful'] = async (first, next) => {
      const successor = isOurs ? next : 'the same run';
      harness.sandbox.restore(start);
      clearAllBut(harness.folder, repository);
      const seen = view.watch(ours);
      const ran = await first();
      view.listen(undefined);
      harness.sandbox.faults([]);
      const told =
        ran === undefined ? [] : [...truthful(ran, view.flatten(ours), clean, scenario), ...printsNoSecret(ran)];
      const log = harness.log();
      const state = stateAfter(setup, successor);
      const afterwards = known.get(state) ?? (await comesAfterwards(setup, clean, successor));
      known.set(state, afterwards);
      return [
        ...told,
        ...afterwards.broken,
        ...writesWithin([...log, ...afterwards.log], clean),
        ...staysWithin([...seen, ...afterwards.seen], clean),
      ];
    };

    return work({
      harness,
      scenario,
      clean,
      asked,
      lawful,
      listen: view.listen,
      runWithFault: (index, injected, successor = 'the same run') =>
        lawful(async () => {
          const { fault, times } = injected;
          harness.sandbox.faults([{ path: '*', after: index, times, fault }]);
          return runHere(setup, injected.env);
        }, successor),
    });
  });
}

async function setupOf(harness: StoryHarness, scenario: Scenario, breakage: Breakage): Promise<ActionContext> {
  const { command = APPLY } = scenario;
  const options = { env: { ...THIS_RUN, ...scenario.env }, breakage };
  for (const before of scenario.before ?? []) await runOn(harness, before, options);
  const repository = new Set(filesIn(harness.folder));
  const view = viewOf(harness);
  const plan = await planOf(harness, command, options);
  const places = scenario.clients ?? placesIn(plan, view.world(), harness.folder);
  const ours = places.map(({ project }) => project);
  return { harness, scenario, command, options, view, repository, plan, places, ours };
}
