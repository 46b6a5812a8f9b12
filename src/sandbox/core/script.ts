import { createHash } from 'node:crypto';
import { z } from 'zod';
import { duration, millisecondsOf } from './duration.ts';
import { freeJson, isMap, type Json } from './json.ts';
import { type Answer, matchesPattern, type Request } from './route.ts';
import { shape } from './world-parts.ts';

const request = shape('After a request to either API.', {
  request: z
    .string()
    .regex(/^([A-Z]+|\*) \/\S*$/, 'must be a method and a path, such as POST /v1/projects')
    .describe('A request that succeeds: its method and its path. * matches any method, and any text in the path.'),
  body: freeJson.optional().describe('Members that its body must have, among others. Absent: any body.'),
});

const moment = shape('At a time.', { at: z.iso.datetime().describe("Time on the sandbox's clock.") });

/** Members of every action in a world file: its person and its time. */
export const timing = {
  who: z.string().min(1).default('a person').describe('The person who performs it. Only recorded.'),
  when: z.union([moment, request]).describe('Its trigger: a time or a request.'),
  after: z
    .union([
      duration,
      z
        .strictObject({ least: duration, most: duration })
        .refine(
          ({ least, most }) => (millisecondsOf(least) ?? 0) <= (millisecondsOf(most) ?? 0),
          'least is more than most',
        )
        .describe('Random between the two, determined by the seed of the world.'),
    ])
    .default('PT0S')
    .describe('Delay after the trigger.'),
  times: z.int().min(1).default(1).describe('Number of requests that trigger it.'),
};

/** An action of a person. `does` is its name; the script needs nothing else about it. */
export type Scheduled = Readonly<z.output<z.ZodObject<typeof timing>>> & { readonly does: string };

type Due = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Index of the action in the script; orders actions due at the same time. */
  readonly index: number;
};

export type Done = {
  readonly who: string;
  readonly does: string;
  /** On the clock of the sandbox. */
  readonly at: string;
  /** Reason if it was refused. Absent: done. */
  readonly refused?: string;
};

export type Script<A extends Scheduled = Scheduled> = {
  actions: A[];
  /** Number of requests that have triggered each action. */
  followed: number[];
  agenda: Due[];
  done: Done[];
};

/** @param seed decides delays that the script leaves open */
export function scriptOf<A extends Scheduled>(actions: readonly A[], seed: number): Script<A> {
  const script: Script<A> = { actions: [], followed: [], agenda: [], done: [] };
  for (const action of actions) addAction(script, action, seed);
  return script;
}

export function addAction<A extends Scheduled>(script: Script<A>, action: A, seed: number): void {
  const index = script.actions.push(action) - 1;
  script.followed.push(0);
  if ('at' in action.when) schedule(script, index, Date.parse(action.when.at), seed);
}

/** Schedules the actions that this request triggers. */
export function follow(script: Script, request: Request, answer: Answer, now: Date, seed: number): void {
  if (answer.status >= 400 || (typeof answer.code === 'number' && answer.code !== 0)) return;
  for (const [index, action] of script.actions.entries()) {
    const followed = script.followed[index] ?? 0;
    if (followed >= action.times || !isAwaited(action, request)) continue;
    schedule(script, index, now.getTime(), seed);
    script.followed[index] = followed + 1;
  }
}

function isAwaited({ when }: Scheduled, { method, path, body }: Request): boolean {
  if ('at' in when) return false;
  const [awaitedMethod = '', pattern = ''] = when.request.split(' ');
  if ((awaitedMethod !== '*' && awaitedMethod !== method) || !matchesPattern(pattern, path)) return false;
  return when.body === undefined || (body.kind === 'json' && contains(body.value, when.body));
}

function contains(whole: Json | undefined, part: Json): boolean {
  if (Array.isArray(part))
    return Array.isArray(whole) && part.every((entry) => whole.some((one) => contains(one, entry)));
  if (!isMap(part)) return whole === part;
  return isMap(whole) && Object.entries(part).every(([key, member]) => contains(whole[key], member));
}

function schedule(script: Script, index: number, from: number, seed: number): void {
  const action = script.actions[index];
  if (action === undefined) return;
  const name = `people/${index}/${script.followed[index] ?? 0}`;
  script.agenda.push({ at: from + delayMs(action, seed, name), index });
  script.agenda.sort((a, b) => a.at - b.at || a.index - b.index);
}

/** A random delay is rounded to whole seconds. */
function delayMs({ after }: Scheduled, seed: number, name: string): number {
  if (typeof after === 'string') return millisecondsOf(after) ?? 0;
  const least = millisecondsOf(after.least) ?? 0;
  const most = millisecondsOf(after.most) ?? 0;
  return Math.min(most, least + Math.round((seededRandom(seed, name) * (most - least)) / 1000) * 1000);
}

/** In [0, 1). It depends only on the seed and the name, not on the order of the calls. */
function seededRandom(seed: number, name: string): number {
  return createHash('sha256').update(`${seed}/${name}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** Removes and returns the oldest due action. */
export function takeDue<A extends Scheduled>(
  script: Script<A>,
  now: Date,
): { readonly action: A; readonly at: Date } | undefined {
  const [next] = script.agenda;
  if (next === undefined || next.at > now.getTime()) return undefined;
  script.agenda.shift();
  const action = script.actions[next.index];
  return action === undefined ? undefined : { action, at: new Date(next.at) };
}
