import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../src/model/index.ts';
import type { Hook, LoggedRequest } from '../../src/sandbox/index.ts';
import { onStage, type Ran, type StoryStage } from '../support/stage.ts';
import { type Breakage, breakageOf } from './breakages.ts';
import { type Claimed, claimsIn } from './claims.ts';
import type { Affliction } from './faults.ts';
import { type Clean, planned, staysWithin, tellsNoSecret, toldIn, truthful, writeOf, writesWithin } from './laws.ts';
import { type Leaves, leavesOf } from './leaves.ts';
import { placesIn } from './places.ts';
import { clearAllBut, filesIn } from './repository.ts';
import { kindOf } from './requests.ts';
import { ANOTHER_RUN, type RunOptions, runOn, THIS_RUN } from './run.ts';
import { APPLY, type Command, type Scenario } from './scenario.ts';
import { moveTo } from './stories/sign-again.ts';

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

/** What comes after a first run, from one state of the world: found out once. */
type Afterwards = {
  readonly broken: readonly string[];
  readonly log: readonly LoggedRequest[];
  readonly seen: readonly Leaves[];
};

/** Sets a scenario up once; each torture goes back to the same world and the same files. */
export async function onBed<T>(
  scenario: Scenario,
  work: (bed: Bed) => Promise<T>,
  breakage: Breakage = breakageOf(process.env),
): Promise<T> {
  const { command = APPLY, documents = {}, from, world: text } = scenario;
  return onStage({ files: documents, world: text, ...(from !== undefined && { from }) }, async (stage) => {
    if (scenario.origin !== undefined) moveTo(stage.folder, scenario.origin, stage.sandbox.origin);
    const env = { ...THIS_RUN, ...scenario.env };
    for (const before of scenario.before ?? []) await runOn(stage, before, { env, breakage });
    const start = stage.sandbox.snapshot();
    const repository = new Set(filesIn(stage.folder));
    // The sandbox's own world, as the last request left it: a copy takes longer than all else that is done here.
    let current: Parameters<Hook>[2] = stage.world();
    stage.intervene((_, __, world) => {
      current = world;
    });
    const plan = await planOn(stage, command, { env, breakage });
    const places = scenario.clients ?? placesIn(plan, current, stage.folder);
    const ours = places.map(({ project }) => project);
    const look = (): Leaves => leavesOf(current, ours);
    const held = claimsIn(current, ours).length > 0;
    const { clean, asked } = await cleanRun();
    // Another machine waits for our claim only: where there is none, or somebody else's, time would change the plan.
    const isOurs = clean.writes.size > 0 && !held;

    let listener: Listener | undefined;
    const known = new Map<string, Afterwards>();
    const lawful = async (first: () => Promise<Ran | undefined>, next: Successor): Promise<readonly string[]> => {
      const successor = isOurs ? next : 'the same run';
      stage.sandbox.restore(start);
      clearAllBut(stage.folder, repository);
      const seen = watch();
      const ran = await first();
      listener = undefined;
      stage.sandbox.faults([]);
      const broken: string[] = [];
      if (ran !== undefined) broken.push(...truthful(ran, look(), clean, scenario), ...tellsNoSecret(ran));
      const log = stage.log();
      const state = stateAfter(successor);
      const afterwards = known.get(state) ?? (await comesAfterwards(successor));
      known.set(state, afterwards);
      return [
        ...broken,
        ...afterwards.broken,
        ...writesWithin([...log, ...afterwards.log], clean),
        ...staysWithin([...seen, ...afterwards.seen], clean),
      ];
    };

    return work({
      stage,
      scenario,
      asked,
      lawful,
      listen: (heard) => {
        listener = heard;
      },
      torture: (index, affliction, successor = 'the same run') =>
        lawful(async () => {
          const { fault, times } = affliction;
          stage.sandbox.faults([{ path: '*', after: index, times, fault }]);
          return runOn(stage, command, { env: { ...env, ...affliction.env }, breakage });
        }, successor),
    });

    /** From now on, what the world is after each write. */
    function watch(): readonly Leaves[] {
      const seen: Leaves[] = [];
      stage.sandbox.faults([]);
      stage.forget();
      stage.intervene((request, moment, world) => {
        current = world;
        listener?.(moment);
        if (moment === 'after' && request.method !== 'GET') seen.push(leavesOf(world, ours));
      });
      return seen;
    }

    async function cleanRun(): Promise<{ readonly clean: Clean; readonly asked: readonly Asked[] }> {
      const before = look();
      stage.forget();
      const ran = await runOn(stage, command, { env, breakage });
      const requests = stage.log();
      const after = look();
      stage.forget();
      const twice = await runOn(stage, command, { env, breakage });
      const again = { exit: twice.exit, writes: new Set(stage.writes().map(writeOf)) };
      const writes = new Set(requests.filter(({ method }) => method !== 'GET').map(writeOf));
      const clean = { plan, places, before, after, writes, told: toldIn(ran), exit: ran.exit, again };
      const broken = [
        ...planned(clean, scenario),
        ...truthful(ran, after, clean, scenario),
        ...[ran, twice]
          .filter(({ exit }) => scenario.exit !== undefined && exit !== scenario.exit)
          .map((wrong) => `it ends with ${wrong.exit}: ${said(wrong)}`),
      ];
      if (broken.length > 0) throw new Error(`${scenario.name}: in a clean run ${broken.join('; ')}`);
      return {
        clean,
        asked: requests.map((request, index) => ({ index, ...request, kind: kindOf(request, scenario) })),
      };
    }

    /** All that a next run can find out. The journal is for people: nothing reads it. */
    function stateAfter(successor: Successor): string {
      const files = filesIn(stage.folder).filter(
        (path) => !repository.has(path) && !/^\.reconcile|journal-\d+\.jsonl$/.test(path),
      );
      const texts = files.map((path) => [path, readFileSync(join(stage.folder, path), 'utf8')]);
      return createHash('sha256')
        .update(JSON.stringify([successor, stage.sandbox.fingerprint(), texts]))
        .digest('hex');
    }

    async function comesAfterwards(successor: Successor): Promise<Afterwards> {
      const broken: string[] = [];
      const seen = watch();
      const second = await comeAfter(successor, broken);
      if (second.exit !== clean.exit && second.exit !== clean.again.exit)
        broken.push(`a plain second run ends with ${second.exit}: ${said(second)}`);
      const log = stage.log();
      stage.forget();
      const third = await again(successor);
      if (third.exit !== clean.again.exit) broken.push(`a third run ends with ${third.exit}: ${said(third)}`);
      // A person's word is recorded as often as it is said.
      const writes = stage
        .writes()
        .map(writeOf)
        .filter((write) => scenario.kinds?.length !== 0 && !clean.again.writes.has(write));
      if (writes.length > 0) broken.push(`a third run writes: ${writes.join(', ')}`);
      const end = look();
      if (!same(end, clean.after)) broken.push('it does not converge');
      return { broken, log: [...log, ...stage.log()], seen: [...seen, end] };
    }

    function again(successor: Successor): Promise<Ran> {
      const who = successor === 'the same run' ? env : { ...env, ...ANOTHER_RUN };
      return runOn(stage, command, { env: who, breakage });
    }

    /** Another machine is kept out while the claim holds, whatever the first run died of; then it goes on. */
    async function comeAfter(successor: Successor, broken: string[]): Promise<Ran> {
      if (successor === 'the same run') return again(successor);
      clearAllBut(stage.folder, repository);
      const claims = claimsIn(current, ours);
      const begun = stage.sandbox.now();
      if (claims.some(({ until }) => until > begun)) {
        const written = stage.writes().length;
        const early = await again(successor);
        const writes = stage.writes().slice(written);
        broken.push(...isKeptOut(early, writes, claims, clean));
      }
      const last = Math.max(begun.getTime(), ...claims.map(({ until }) => until.getTime()));
      stage.sandbox.advance(last - begun.getTime() + 1_000);
      return again(successor);
    }
  });
}

/** What the command is about to carry out: the plan that it is given, or the one it makes. */
async function planOn(stage: StoryStage, { line }: Command, options: RunOptions): Promise<Pick<Plan, 'layers'>> {
  const saved = /^apply (\S+\.json)\b/.exec(line)?.[1];
  const allowed = line.replace(/ --(auto-approve|undo-dir \S+|format \S+)/g, '').replace(/^apply/, 'plan');
  const asked = line.startsWith('apply') ? allowed : 'plan';
  const text =
    saved === undefined
      ? (await runOn(stage, { line: `${asked} --format json` }, options)).out
      : await stage.read(saved);
  // It may be refused before there is one.
  const nothing = { layers: [] };
  try {
    return { ...nothing, ...(JSON.parse(text) as Plan) };
  } catch {
    return nothing;
  }
}

/** It writes to no project that is claimed, and is told whom it waits for, unless there is nothing left to write. */
function isKeptOut(
  { exit, out, err }: Ran,
  writes: readonly LoggedRequest[],
  claims: readonly Claimed[],
  clean: Clean,
): readonly string[] {
  const intruding = writes.filter(({ path }) => claims.some(({ project }) => path.includes(project)));
  if (intruding.length > 0)
    return [`another machine writes ${intruding.map(writeOf).join(', ')} while the claim holds`];
  if (exit === clean.exit || exit === clean.again.exit) return [];
  if (exit !== 4) return [`another machine ends with ${exit} while the claim holds`];
  return claims.some(({ run }) => `${out}${err}`.includes(run))
    ? []
    : ['another machine is not told whom it waits for'];
}

function same(one: Leaves, other: Leaves): boolean {
  return one.size === other.size && [...one].every(([path, value]) => other.get(path) === value);
}

function said({ out, err }: Ran): string {
  return (err === '' ? out : err).replace(/\s+/g, ' ').slice(0, 400);
}
