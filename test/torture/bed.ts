import type { Plan } from '../../src/model/index.ts';
import type { Hook, LoggedRequest } from '../../src/sandbox/index.ts';
import { onStage, type Ran, type StoryStage } from '../support/stage.ts';
import { type Breakage, breakageOf } from './breakages.ts';
import { type Claimed, claimsIn } from './claims.ts';
import type { Affliction } from './faults.ts';
import { type Clean, planned, staysWithin, tellsNoSecret, truthful, writeOf, writesWithin } from './laws.ts';
import { type Leaves, leavesOf } from './leaves.ts';
import { kindOf } from './requests.ts';
import { ANOTHER_RUN, runOn, THIS_RUN } from './run.ts';
import { APPLY, type Scenario } from './scenario.ts';

/** One request of a clean run, by its place in it. */
export type Asked = { readonly index: number; readonly method: string; readonly path: string; readonly kind: string };

/** Who comes after a run that went wrong: the same CI run, tried again, or another machine, which has to wait for the claim. */
export type Successor = 'the same run' | 'another machine';

type Listener = (moment: 'before' | 'after') => void;

export type Bed = {
  readonly stage: StoryStage;
  readonly scenario: Scenario;
  /** Requests of a run in which nothing goes wrong. */
  readonly asked: readonly Asked[];
  /** Runs the command while one thing goes wrong, and says what was broken by it. */
  readonly torture: (index: number, affliction: Affliction, successor?: Successor) => Promise<readonly string[]>;
  /** Hears of every request of the first run. */
  readonly listen: (listener: Listener) => void;
  /** Checks the laws around any first run. A dead process tells nothing: `undefined`. */
  readonly lawful: (first: () => Promise<Ran | undefined>, successor: Successor) => Promise<readonly string[]>;
};

/** Sets a scenario up once; each torture goes back to the same world. */
export async function onBed<T>(
  scenario: Scenario,
  work: (bed: Bed) => Promise<T>,
  breakage: Breakage = breakageOf(process.env),
): Promise<T> {
  return onStage({ files: scenario.documents, world: scenario.world }, async (stage) => {
    const { command = APPLY, exit = 0, clients } = scenario;
    const ours = clients.map(({ project }) => project);
    const env = { ...scenario.env, ...THIS_RUN };
    for (const before of scenario.before ?? []) await runOn(stage, before, { env, breakage });
    const start = stage.sandbox.snapshot();
    // The sandbox's own world, as the last request left it: a copy takes longer than all else that is done here.
    let current: Parameters<Hook>[2] = stage.world();
    const look = (): Leaves => leavesOf(current, ours);
    stage.intervene((_, __, world) => {
      current = world;
    });
    const clean = await cleanRun();
    const asked = stage.log().map((request, index) => ({ index, ...request, kind: kindOf(request, scenario) }));

    let listener: Listener | undefined;
    const lawful = async (first: () => Promise<Ran | undefined>, successor: Successor): Promise<readonly string[]> => {
      stage.sandbox.restore(start);
      stage.sandbox.faults([]);
      stage.forget();
      const seen: Leaves[] = [];
      stage.intervene((request, moment, world) => {
        current = world;
        listener?.(moment);
        if (moment === 'after' && request.method !== 'GET') seen.push(leavesOf(world, ours));
      });
      const ran = await first();
      listener = undefined;
      stage.sandbox.faults([]);
      const broken: string[] = [];
      if (ran !== undefined) broken.push(...truthful(ran, look(), clean, scenario), ...tellsNoSecret(ran));
      const second = await comeAfter(successor, broken);
      if (second.exit !== exit) broken.push(`a plain second run ends with ${second.exit}: ${said(second)}`);
      broken.push(...writesWithin(stage.log(), clean));
      stage.forget();
      const third = await again(successor);
      if (third.exit !== exit) broken.push(`a third run ends with ${third.exit}: ${said(third)}`);
      // A person's word is recorded as often as it is said.
      const writes = scenario.kinds.length === 0 ? [] : stage.writes();
      if (writes.length > 0) broken.push(`a third run writes: ${writes.map(writeOf).join(', ')}`);
      const end = look();
      broken.push(...staysWithin([...seen, end], clean));
      if (!same(end, clean.after)) broken.push('it does not converge');
      return broken;
    };

    return work({
      stage,
      scenario,
      asked,
      lawful,
      listen: (next) => {
        listener = next;
      },
      torture: (index, affliction, successor = 'the same run') =>
        lawful(async () => {
          const { fault, times } = affliction;
          stage.sandbox.faults([{ path: '*', after: index, times, fault }]);
          return runOn(stage, command, { env: { ...env, ...affliction.env }, breakage });
        }, successor),
    });

    async function cleanRun(): Promise<Clean> {
      const { line } = command;
      const allowed = [...line.matchAll(/--allow \S+/g)].join(' ');
      const shown = await runOn(stage, { line: `plan --format json ${allowed}`.trim() }, { env, breakage });
      const plan = JSON.parse(shown.out) as Plan;
      const before = look();
      stage.forget();
      const ran = await runOn(stage, command, { env, breakage });
      if (ran.exit !== exit) throw new Error(`${scenario.name}: a clean run ends with ${ran.exit}\n${said(ran)}`);
      const made = { plan, before, after: look(), writes: new Set(stage.writes().map(writeOf)) };
      const broken = [...planned(made, scenario), ...truthful(ran, made.after, made, scenario)];
      if (broken.length > 0) throw new Error(`${scenario.name}: in a clean run ${broken.join('; ')}`);
      return made;
    }

    function again(successor: Successor): Promise<Ran> {
      const who = successor === 'the same run' ? env : { ...env, ...ANOTHER_RUN };
      return runOn(stage, command, { env: who, breakage });
    }

    /** Another machine is kept out while the claim holds, whatever the first run died of; then it goes on. */
    async function comeAfter(successor: Successor, broken: string[]): Promise<Ran> {
      if (successor === 'the same run') return again(successor);
      const claims = claimsIn(current, ours);
      const begun = stage.sandbox.now();
      if (claims.some(({ until }) => until > begun)) {
        const written = stage.writes().length;
        const early = await again(successor);
        const writes = stage.writes().slice(written);
        broken.push(...isKeptOut(early, writes, claims, exit));
      }
      const last = Math.max(begun.getTime(), ...claims.map(({ until }) => until.getTime()));
      stage.sandbox.advance(last - begun.getTime() + 1_000);
      return again(successor);
    }
  });
}

/** It writes to no project that is claimed, and is told whom it waits for, unless there is nothing left to write. */
function isKeptOut(
  { exit, out, err }: Ran,
  writes: readonly LoggedRequest[],
  claims: readonly Claimed[],
  well: number,
): readonly string[] {
  const intruding = writes.filter(({ path }) => claims.some(({ project }) => path.includes(project)));
  if (intruding.length > 0)
    return [`another machine writes ${intruding.map(writeOf).join(', ')} while the claim holds`];
  if (exit === well) return [];
  if (exit !== 4) return [`another machine ends with ${exit} while the claim holds`];
  return claims.some(({ run }) => `${out}${err}`.includes(run))
    ? []
    : ['another machine is not told whom it waits for'];
}

function same(one: Leaves, other: Leaves): boolean {
  return one.size === other.size && [...one].every(([path, value]) => other.get(path) === value);
}

function said({ out, err }: Ran): string {
  return (err === '' ? out : err).slice(0, 1_000);
}
