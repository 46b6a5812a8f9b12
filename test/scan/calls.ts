import { resolve } from 'node:path';
import { SPECIAL } from './special.ts';
import { keyOf, type TextFunction } from './text-functions.ts';

/** A function of `src/` as a test calls it: with one text. */
export type Call = (text: string) => unknown;

/** Parameters of functions that use a machine, a context or an emulated world: they are tested with those. */
const PORT = /\b(?:Machine|ActionContext|GitMachine|GitReader|Call|Disk|RunnerFiles|Reading|State)\b/;

/** Whether a function only computes. */
export function isPure({ parameters }: TextFunction): boolean {
  return !parameters.some((parameter) => PORT.test(parameter));
}

/**
 * A call of a function: as in `special.ts`, otherwise with the text for each text parameter. `undefined` if neither is
 * possible; then the function belongs into `special.ts`.
 */
export async function callOf(scanned: TextFunction): Promise<Call | undefined> {
  const { file, name, parameters } = scanned;
  const required = parameters.filter((parameter) => !/^\w+\?:|^\.\.\.|=/.test(parameter.replace('=>', '')));
  const special = SPECIAL[keyOf(scanned)];
  const makers = required.map(makerFor);
  if (special === undefined && makers.includes(undefined)) return undefined;
  const found = (await import(resolve('src', file)))[name];
  if (special !== undefined) return (text) => special(found, text);
  return (text) => found(...makers.map((make) => make?.(text)));
}

/** A value for a parameter, such as `word: string`; `undefined` if its type is not one of the simple ones. */
function makerFor(parameter: string): ((text: string) => unknown) | undefined {
  const type = parameter.replace(/^\w+: /, '');
  if (/^string(?: \| (?:undefined|null))?$/.test(type)) return (text) => text;
  if (type === 'Uint8Array') return (text) => new TextEncoder().encode(text);
  if (/^(?:readonly string\[\]|Iterable<string>)$/.test(type)) return (text) => [text, `${text}b`];
  if (type === 'number') return () => 1;
  if (type === 'Date') return () => new Date(0);
  if (/\) => string$|^Sanitize$/.test(type)) return () => (text: string) => text;
  const literal = /^'([^']+)'/.exec(type)?.[1];
  return literal === undefined ? undefined : () => literal;
}
