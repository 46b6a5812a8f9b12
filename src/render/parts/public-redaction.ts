import { FIELDS, isFieldPath, isMap, type Value } from '../../model/index.ts';

export const HIDDEN = '(hidden)';

const MASK = '•••';

const WORD = /[\p{L}\p{N}_.,-]+/gu;

/** Rather too much than too little: GitHub keeps edits of a comment and sends mails. */
export function isHidden(path: string): boolean {
  return isFieldPath(path) && FIELDS[path].hiddenInPublic === true;
}

/**
 * A sentence without amounts and ids: numbers of three digits or more, with decimals, or beside a currency. Percentages
 * stay: they are rules of the repository.
 */
export function withoutNumbers(sentence: string): string {
  return sentence.replace(WORD, (run, offset: number) => {
    const { start, end } = wordIn(run);
    const word = run.slice(start, end);
    const rest = sentence.slice(offset + end, offset + end + 5);
    if (word === '' || /^\s?%/.test(rest)) return run;
    const inCurrency = /^\d/.test(word) && /^ [A-Z]{3}(?![A-Z])/.test(rest);
    return inCurrency || isAmountOrId(word) ? `${run.slice(0, start)}${MASK}${run.slice(end)}` : run;
  });
}

/** Keeps UUIDs. */
export function withoutIds(address: string): string {
  return address.replace(/(?<![\w-])\d{10,}(?![\w-])/g, MASK);
}

export function withoutHidden(value: Value, above = ''): Value {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const path = above === '' ? key : `${above}.${key}`;
      return [key, isHidden(path) ? HIDDEN : withoutHidden(member, path)];
    }),
  );
}

/** `30.` is the number 30 at the end of a sentence. A minus before a number belongs to it. */
function wordIn(run: string): { readonly start: number; readonly end: number } {
  let start = 0;
  while (start < run.length && '_.,'.includes(run.charAt(start))) start += 1;
  let end = run.length;
  while (end > start && '_.,-'.includes(run.charAt(end - 1))) end -= 1;
  return { start, end };
}

function isAmountOrId(word: string): boolean {
  const amount = /^-?[A-Z]{0,3}\d[\d.,]*[A-Z]{0,3}$/.test(word) && /\d{3}|\d[.,]\d/.test(word);
  return amount || /\d{5}/.test(word);
}
