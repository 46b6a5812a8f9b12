import type { FieldPath, Value } from '../model/index.ts';
import { isMap } from './value.ts';

/**
 * What a page leaves out where the public reads along: money, and the ids of accounts. It hides too much rather than
 * too little, because a comment cannot be taken back: its edits are kept, and mails are sent.
 */
const HIDDEN_PATHS: ReadonlySet<FieldPath> = new Set([
  'monthlyCostCap',
  'adAccountId',
  'tiktokBusinessId',
  'sharing.identities',
  'partnership',
  'accountBudget',
]);

export const HIDDEN = '(hidden)';

const MASK = '•••';

/** A word or a number, without the punctuation behind it. */
const WORD = /[\p{L}\p{N}_.,-]*[\p{L}\p{N}]/gu;

export function isHidden(path: FieldPath): boolean {
  return HIDDEN_PATHS.has(path);
}

/**
 * A sentence of a refusal, check or step without amounts and ids: without numbers of three digits and more, with
 * decimals, or beside a currency. Percentages stay: they are the repository's own rules.
 */
export function withoutNumbers(sentence: string): string {
  return sentence.replace(WORD, (word, offset: number) => {
    const rest = sentence.slice(offset + word.length, offset + word.length + 5);
    if (/^\s?%/.test(rest)) return word;
    const inCurrency = /^\d/.test(word) && /^ [A-Z]{3}(?![A-Z])/.test(rest);
    return inCurrency || isAmountOrId(word) ? MASK : word;
  });
}

/** An address without ids that stand in it whole, such as an ad account's. A UUID is not one. */
export function withoutIds(address: string): string {
  return address.replace(/(?<![\w-])\d{10,}(?![\w-])/g, MASK);
}

/** JSON that a person pastes, without the values of the hidden members. */
export function withoutHidden(value: Value, above = ''): Value {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const path = above === '' ? key : `${above}.${key}`;
      // A set of paths asked for any text: it only answers yes for its own.
      return [key, isHidden(path as FieldPath) ? HIDDEN : withoutHidden(member, path)];
    }),
  );
}

function isAmountOrId(word: string): boolean {
  const amount = /^-?[A-Z]{0,3}\d[\d.,]*[A-Z]{0,3}$/.test(word) && /\d{3}|\d[.,]\d/.test(word);
  return amount || /\d{5}/.test(word);
}
