import { chance } from '../chance.ts';
import { millisecondsOf } from '../duration.ts';
import { isMap, type Json } from '../json.ts';
import { fits } from '../pattern.ts';
import type { Answer, Request } from '../route.ts';
import type { ScheduledAction } from './shape.ts';

/** A scheduled action and its time. */
type Due = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Index of the action in the script. It decides between two actions due at the same time. */
  readonly index: number;
};

/** A past action. */
export type Done = {
  readonly who: string;
  readonly does: ScheduledAction['does'];
  /** On the clock of the sandbox. */
  readonly at: string;
  /** Reason if it was refused. Absent: done. */
  readonly refused?: string;
};

/** Past and future actions of people. */
export type Script = {
  happenings: ScheduledAction[];
  /** Number of requests that have triggered each action. */
  followed: number[];
  agenda: Due[];
  done: Done[];
};

/** @param seed decides delays that the script leaves open */
export function scriptOf(happenings: readonly ScheduledAction[], seed: number): Script {
  const script: Script = { happenings: [], followed: [], agenda: [], done: [] };
  for (const happening of happenings) addHappening(script, happening, seed);
  return script;
}

export function addHappening(script: Script, happening: ScheduledAction, seed: number): void {
  const index = script.happenings.push(happening) - 1;
  script.followed.push(0);
  if ('at' in happening.when) schedule(script, index, Date.parse(happening.when.at), seed);
}

/** Schedules the actions that wait for a request such as this. */
export function follow(script: Script, request: Request, answer: Answer, now: Date, seed: number): void {
  if (answer.status >= 400 || (typeof answer.code === 'number' && answer.code !== 0)) return;
  for (const [index, happening] of script.happenings.entries()) {
    const followed = script.followed[index] ?? 0;
    if (followed >= happening.times || !isAwaited(happening, request)) continue;
    schedule(script, index, now.getTime(), seed);
    script.followed[index] = followed + 1;
  }
}

function isAwaited({ when }: ScheduledAction, { method, path, body }: Request): boolean {
  if ('at' in when) return false;
  const [wanted = '', pattern = ''] = when.request.split(' ');
  if ((wanted !== '*' && wanted !== method) || !fits(pattern, path)) return false;
  return when.body === undefined || (body.kind === 'json' && holds(body.value, when.body));
}

/** Whether a value contains all of another. */
function holds(whole: Json | undefined, part: Json): boolean {
  if (Array.isArray(part))
    return Array.isArray(whole) && part.every((wanted) => whole.some((one) => holds(one, wanted)));
  if (!isMap(part)) return whole === part;
  return isMap(whole) && Object.entries(part).every(([key, wanted]) => holds(whole[key], wanted));
}

function schedule(script: Script, index: number, from: number, seed: number): void {
  const happening = script.happenings[index];
  if (happening === undefined) return;
  const what = `people/${index}/${script.followed[index] ?? 0}`;
  script.agenda.push({ at: from + waitOf(happening, seed, what), index });
  script.agenda.sort((a, b) => a.at - b.at || a.index - b.index);
}

/** Milliseconds. A random delay is rounded to whole seconds. */
function waitOf({ after }: ScheduledAction, seed: number, what: string): number {
  if (typeof after === 'string') return millisecondsOf(after) ?? 0;
  const least = millisecondsOf(after.least) ?? 0;
  const most = millisecondsOf(after.most) ?? 0;
  return Math.min(most, least + Math.round((chance(seed, what) * (most - least)) / 1000) * 1000);
}

/** Removes and returns the oldest due action. */
export function takeDue(
  script: Script,
  now: Date,
): { readonly happening: ScheduledAction; readonly at: Date } | undefined {
  const [next] = script.agenda;
  if (next === undefined || next.at > now.getTime()) return undefined;
  script.agenda.shift();
  const happening = script.happenings[next.index];
  return happening === undefined ? undefined : { happening, at: new Date(next.at) };
}
