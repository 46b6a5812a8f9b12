import type { Fields, Plan } from '../../src/model/index.ts';
import { onStage, type Ran, type StoryStage } from '../support/stage.ts';
import { CREDENTIALS, type Client } from '../support/worlds.ts';
import { type Affliction, PATIENCE } from './faults.ts';
import type { Scenario } from './scenarios.ts';

/** The same CI run in every try: what it claimed it may take over. */
const RUN = { GITHUB_RUN_ID: '4711', GITHUB_REPOSITORY: 'acme/ads' };

export type Kind = 'claim' | 'record' | 'toggle' | 'config PATCH' | 'config PUT' | 'statement' | 'read';

/** One request of a clean run, by its place in it. */
export type Asked = { readonly index: number; readonly method: string; readonly path: string; readonly kind: Kind };

type Listener = (moment: 'before' | 'after') => void;

export type Bed = {
  readonly stage: StoryStage;
  readonly scenario: Scenario;
  /** Requests of a run in which nothing goes wrong. */
  readonly asked: readonly Asked[];
  /** Runs the command while one thing goes wrong, and says what was broken by it. */
  readonly torture: (index: number, affliction: Affliction) => Promise<readonly string[]>;
  /** Hears of every request of the first run. */
  readonly listen: (listener: Listener) => void;
  /** Checks the laws around any first run. */
  readonly lawful: (first: () => Promise<Ran | undefined>) => Promise<readonly string[]>;
};

/** Sets a scenario up once; each torture goes back to the same world. */
export async function onBed<T>(scenario: Scenario, work: (bed: Bed) => Promise<T>): Promise<T> {
  return onStage({ files: scenario.files, world: scenario.world, env: { ...RUN, ...PATIENCE } }, async (stage) => {
    if (scenario.name.startsWith('the documented toggle')) {
      const [one] = scenario.clients;
      await stage.run(`confirm ${one?.name} --json - --format json`, { input: JSON.stringify(one?.config) });
    }
    const start = stage.sandbox.snapshot();
    const run = (): Promise<Ran> =>
      stage.run(scenario.line, scenario.input === undefined ? {} : { input: scenario.input });
    const plan = JSON.parse((await stage.run('plan --format json')).out) as Plan;
    const before = snapshotOf(stage, scenario.clients);
    stage.forget();
    const clean = await run();
    if (clean.exit !== scenario.exit)
      throw new Error(`${scenario.name}: a clean run ends with ${clean.exit}\n${clean.err}`);
    const asked = stage
      .log()
      .map(({ method, path }, index) => ({ index, method, path, kind: kindOf(method, path, stage, index, scenario) }));
    const after = snapshotOf(stage, scenario.clients);

    let listener: Listener | undefined;
    const lawful = async (first: () => Promise<Ran | undefined>): Promise<readonly string[]> => {
      stage.sandbox.restore(start);
      stage.sandbox.faults([]);
      const seen: Live[][] = [];
      stage.intervene((request, moment) => {
        listener?.(moment);
        if (moment === 'after' && request.method !== 'GET') seen.push([...snapshotOf(stage, scenario.clients)]);
      });
      const ran = await first();
      listener = undefined;
      stage.sandbox.faults([]);
      const broken = [
        ...(ran === undefined ? [] : truthful(ran, plan, snapshotOf(stage, scenario.clients), scenario)),
        ...(ran === undefined ? [] : tellsNoSecret(ran)),
      ];
      const second = await run();
      stage.forget();
      const third = await run();
      stage.intervene(undefined);
      seen.push([...snapshotOf(stage, scenario.clients)]);
      broken.push(...staysWithin(seen, before, after));
      if (second.exit !== scenario.exit)
        broken.push(`a plain second run ends with ${second.exit}: ${second.err.slice(0, 300)}`);
      if (third.exit !== scenario.exit) broken.push(`a third run ends with ${third.exit}`);
      const writes = stage.writes().filter(() => !scenario.statesOnly);
      if (writes.length > 0)
        broken.push(`a third run writes: ${writes.map(({ method, path }) => `${method} ${path}`).join(', ')}`);
      if (configs(snapshotOf(stage, scenario.clients)) !== configs(after)) broken.push('it does not converge');
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
      torture: (index, { fault, times }) =>
        lawful(async () => {
          stage.sandbox.faults([{ path: '*', after: index, times, fault }]);
          return run();
        }),
    });
  });
}

type Live = { readonly config: Record<string, unknown>; readonly others: string };

/** What is live of each client: the config, and what other tools keep beside our ledger. */
function snapshotOf(stage: StoryStage, clients: readonly Client[]): readonly Live[] {
  const { projects } = stage.world().layers;
  return clients.map(({ project, layer }) => {
    const found = projects.find(({ id }) => id === project);
    const { reconcile: _, ...others } = (found?.metadata ?? {}) as Record<string, unknown>;
    return { config: flat(found?.layers.find(({ id }) => id === layer)?.config ?? {}), others: JSON.stringify(others) };
  });
}

function flat(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { capi, ...rest } = config;
  return {
    ...rest,
    ...Object.fromEntries(Object.entries((capi ?? {}) as object).map(([key, value]) => [`capi.${key}`, value])),
  };
}

function configs(live: readonly Live[]): string {
  return JSON.stringify(live);
}

/** No value ever seen is any but the one before or the one after; each changes at most once, and never back. */
function staysWithin(
  seen: readonly (readonly Live[])[],
  before: readonly Live[],
  after: readonly Live[],
): readonly string[] {
  return before.flatMap((start, client) => {
    const end = after[client];
    const broken: string[] = [];
    if (seen.some((state) => state[client]?.others !== start.others)) broken.push('others’ metadata changed');
    const paths = new Set(
      seen.flatMap((state) => Object.keys(state[client]?.config ?? {})).concat(Object.keys(start.config)),
    );
    for (const path of paths) {
      const values = seen.map((state) => JSON.stringify(state[client]?.config[path]));
      const [from, to] = [JSON.stringify(start.config[path]), JSON.stringify(end?.config[path])];
      const strange = values.find((value) => value !== from && value !== to);
      if (strange !== undefined) broken.push(`${path} was ${strange}, which is neither before nor after`);
      const turns = [from, ...values].filter((value, index, all) => index > 0 && value !== all[index - 1]).length;
      if (turns > 1) broken.push(`${path} changed ${turns} times`);
    }
    return broken;
  });
}

/** What the run says of each change is so, and it ends well only where all is done. */
function truthful({ exit, out }: Ran, plan: Plan, live: readonly Live[], scenario: Scenario): readonly string[] {
  if (exit === 70) return ['it calls it a fault of its own'];
  const broken: string[] = [];
  const names = scenario.clients.map(({ name }) => name);
  const wanted = new Map(plan.layers.flatMap(({ changes }) => changes.map((change) => [change.id, change] as const)));
  const entries = (parsed(out)?.entries ?? []) as readonly { change: string; layer: string; outcome: string }[];
  for (const entry of entries) {
    const change = wanted.get(entry.change);
    const config = live[names.indexOf(entry.layer)]?.config ?? {};
    const done = change?.fields.every(({ path, after }) => JSON.stringify(config[path]) === JSON.stringify(after));
    if (entry.outcome === 'done' && done === false) broken.push(`it calls ${entry.change} done, which it is not`);
    if (entry.outcome === 'not tried' && done === true)
      broken.push(`it calls ${entry.change} not tried, which is done`);
  }
  if (exit === 0 && !scenario.statesOnly && entries.some(({ outcome }) => outcome !== 'done'))
    broken.push('it ends with 0 and not all is done');
  return broken;
}

function parsed(out: string): { readonly entries?: unknown } | undefined {
  try {
    return JSON.parse(out) as { entries?: Fields };
  } catch {
    return undefined;
  }
}

function tellsNoSecret({ out, err }: Ran): readonly string[] {
  return Object.values(CREDENTIALS).some((secret) => out.includes(secret) || err.includes(secret))
    ? ['it tells a secret']
    : [];
}

function kindOf(method: string, path: string, stage: StoryStage, index: number, scenario: Scenario): Kind {
  if (method === 'GET') return 'read';
  if (path.includes('/config')) return method === 'PUT' ? 'config PUT' : 'config PATCH';
  if (path.includes('/sdk-apps/')) return 'toggle';
  if (scenario.statesOnly) return 'statement';
  const body = stage.log()[index]?.body as { metadata?: { reconcile?: { claim?: unknown } } } | undefined;
  return body?.metadata?.reconcile?.claim === undefined ? 'record' : 'claim';
}
