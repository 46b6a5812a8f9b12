import { onStage, type Ran, type StoryStage } from '../support/stage.ts';
import { type Afterwards, comesAfterwards, stateAfter, type Successor } from './afterwards.ts';
import { type Breakage, breakageOf } from './breakages.ts';
import { claimsIn } from './claims.ts';
import { type Asked, planOf, runClean } from './clean.ts';
import type { Affliction } from './faults.ts';
import { type ActionContext, runHere } from './ground.ts';
import { type Clean, staysWithin, tellsNoSecret, truthful, writesWithin } from './laws.ts';
import { placesIn } from './places.ts';
import { clearAllBut, filesIn } from './repository.ts';
import { runOn, THIS_RUN } from './run.ts';
import { APPLY, type Scenario } from './scenario.ts';
import { moveTo } from './stories/sign-again.ts';
import { type View, viewOf } from './view.ts';

export type Bed = {
  readonly stage: StoryStage;
  readonly scenario: Scenario;
  /** A run in which nothing goes wrong. */
  readonly clean: Clean;
  /** Its requests. */
  readonly asked: readonly Asked[];
  /** Runs the command while one thing goes wrong, and says what was broken by it. */
  readonly torture: (index: number, affliction: Affliction, successor?: Successor) => Promise<readonly string[]>;
  /** Hears of every request of the first run. */
  readonly listen: View['listen'];
  /** Checks the laws around any first run. A dead process tells nothing: `undefined`. */
  readonly lawful: (first: () => Promise<Ran | undefined>, successor: Successor) => Promise<readonly string[]>;
};

/** Sets a scenario up once; each torture goes back to the same world and the same files. */
export async function onBed<T>(
  scenario: Scenario,
  work: (bed: Bed) => Promise<T>,
  breakage: Breakage = breakageOf(process.env),
): Promise<T> {
  const { documents = {}, from, world } = scenario;
  return onStage({ files: documents, world, ...(from !== undefined && { from }) }, async (stage) => {
    if (scenario.origin !== undefined) moveTo(stage.folder, scenario.origin, stage.sandbox.origin);
    const ground = await groundOf(stage, scenario, breakage);
    const { repository, view, ours } = ground;
    const start = stage.sandbox.snapshot();
    const held = claimsIn(view.world(), ours).length > 0;
    const { clean, asked } = await runClean(ground);
    // Another machine waits for our claim only: where there is none, or somebody else's, time would change the plan.
    const isOurs = clean.writes.size > 0 && !held;
    const known = new Map<string, Afterwards>();

    const lawful: Bed['lawful'] = async (first, next) => {
      const successor = isOurs ? next : 'the same run';
      stage.sandbox.restore(start);
      clearAllBut(stage.folder, repository);
      const seen = view.watch(ours);
      const ran = await first();
      view.listen(undefined);
      stage.sandbox.faults([]);
      const told =
        ran === undefined ? [] : [...truthful(ran, view.leaves(ours), clean, scenario), ...tellsNoSecret(ran)];
      const log = stage.log();
      const state = stateAfter(ground, successor);
      const afterwards = known.get(state) ?? (await comesAfterwards(ground, clean, successor));
      known.set(state, afterwards);
      return [
        ...told,
        ...afterwards.broken,
        ...writesWithin([...log, ...afterwards.log], clean),
        ...staysWithin([...seen, ...afterwards.seen], clean),
      ];
    };

    return work({
      stage,
      scenario,
      clean,
      asked,
      lawful,
      listen: view.listen,
      torture: (index, affliction, successor = 'the same run') =>
        lawful(async () => {
          const { fault, times } = affliction;
          stage.sandbox.faults([{ path: '*', after: index, times, fault }]);
          return runHere(ground, affliction.env);
        }, successor),
    });
  });
}

async function groundOf(stage: StoryStage, scenario: Scenario, breakage: Breakage): Promise<ActionContext> {
  const { command = APPLY } = scenario;
  const options = { env: { ...THIS_RUN, ...scenario.env }, breakage };
  for (const before of scenario.before ?? []) await runOn(stage, before, options);
  const repository = new Set(filesIn(stage.folder));
  const view = viewOf(stage);
  const plan = await planOf(stage, command, options);
  const places = scenario.clients ?? placesIn(plan, view.world(), stage.folder);
  const ours = places.map(({ project }) => project);
  return { stage, scenario, command, options, view, repository, plan, places, ours };
}
