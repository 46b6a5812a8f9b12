import { secretForms } from './secret-forms.ts';

const MASK = '•••';

/** A prefix of a secret is masked from this length: quoted text may be cut. */
const MIN_PREFIX_CHARS = 16;

/** Number of characters looked up first at each position: most positions do not begin a secret. */
const MAX_WINDOW_CHARS = 6;

/** A part of a text to mask; `end` is exclusive. */
type Part = { start: number; end: number };

/** Forms by their prefix, for one length of prefix: the least that must match to identify a form. */
type Beginnings = { readonly length: number; readonly forms: ReadonlyMap<string, readonly string[]> };

/**
 * Returns a function that replaces secrets in a text by `•••`: whole ones in every form (see `secretForms`), and any
 * prefix of at least 16 characters. Empty secrets are ignored. Overlapping secrets get one mask.
 *
 * Time is proportional to the text, independent of the number of secrets: the characters at each position are looked
 * up, and compared only with the secrets that begin with them.
 */
export function maskerOf(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(secretForms))];
  if (forms.length === 0) return (text) => text;
  const beginnings = beginningsOf(forms);
  const width = forms.reduce((least, { length }) => Math.min(least, length), MAX_WINDOW_CHARS);
  const windows = new Set(forms.map((form) => form.slice(0, width)));
  const firsts = new Set(forms.map((form) => form.charCodeAt(0)));
  const mayBegin = (text: string, at: number): boolean =>
    firsts.has(text.charCodeAt(at)) && windows.has(text.slice(at, at + width));
  return (text) => masked(text, partsOf(text, beginnings, mayBegin));
}

function beginningsOf(forms: readonly string[]): readonly Beginnings[] {
  const byLength = new Map<number, Map<string, string[]>>();
  for (const form of forms) {
    const length = Math.min(form.length, MIN_PREFIX_CHARS);
    const ofLength = byLength.get(length) ?? new Map<string, string[]>();
    byLength.set(length, ofLength);
    const beginning = form.slice(0, length);
    const others = ofLength.get(beginning);
    if (others === undefined) ofLength.set(beginning, [form]);
    else others.push(form);
  }
  return [...byLength].map(([length, ofLength]) => ({ length, forms: ofLength }));
}

function partsOf(
  text: string,
  beginnings: readonly Beginnings[],
  mayBegin: (text: string, at: number) => boolean,
): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const length = mayBegin(text, at) ? longestAt(text, at, beginnings) : 0;
    const last = parts.at(-1);
    if (length === 0) continue;
    if (last !== undefined && at < last.end) last.end = Math.max(last.end, at + length);
    else parts.push({ start: at, end: at + length });
  }
  return parts;
}

/** Length of the longest prefix of a form at a position; 0 if it is too short to identify one. */
function longestAt(text: string, at: number, beginnings: readonly Beginnings[]): number {
  let longest = 0;
  for (const { length: least, forms } of beginnings) {
    for (const form of forms.get(text.slice(at, at + least)) ?? []) {
      let length = least;
      while (length < form.length && form.charCodeAt(length) === text.charCodeAt(at + length)) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

function masked(text: string, parts: readonly Part[]): string {
  const shown: string[] = [];
  let from = 0;
  for (const { start, end } of parts) {
    shown.push(text.slice(from, start), MASK);
    from = end;
  }
  return from === 0 ? text : `${shown.join('')}${text.slice(from)}`;
}
