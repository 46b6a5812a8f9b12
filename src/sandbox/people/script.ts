import { chance } from '../chance.ts';
import { millisecondsOf } from '../duration.ts';
import { isMap, type Json } from '../json.ts';
import { fits } from '../pattern.ts';
import type { Answer, Request } from '../route.ts';
import type { ScheduledAction } from './shape.ts';

/** Something that will happen, and when. */
type Due = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Which happening of the script. Of two at the same moment, the first of the script comes first. */
  readonly index: number;
};

/** Something that somebody did. */
export type Done = {
  readonly who: string;
  readonly does: ScheduledAction['does'];
  /** By the clock of the sandbox. */
  readonly at: string;
  /** Why it could not be done. Absent: it was. */
  readonly refused?: string;
};

/** What people are going to do, and what they did. */
export type Script = {
  happenings: ScheduledAction[];
  /** How many requests each happening has followed. */
  followed: number[];
  agenda: Due[];
  done: Done[];
};

/** @param seed decides how long people take where the script leaves it open */
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

/** Somebody may have waited for a request such as this. */
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

/** Whether a value has all that another has. */
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

/** Milliseconds. Somewhere between means a whole second. */
function waitOf({ after }: ScheduledAction, seed: number, what: string): number {
  if (typeof after === 'string') return millisecondsOf(after) ?? 0;
  const least = millisecondsOf(after.least) ?? 0;
  const most = millisecondsOf(after.most) ?? 0;
  return Math.min(most, least + Math.round((chance(seed, what) * (most - least)) / 1000) * 1000);
}

/** Takes what is due out of the agenda, one at a time, the oldest first. */
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
