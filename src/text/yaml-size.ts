import { Lexer } from 'yaml';

/**
 * Far more than a layer document has, and few enough that parsing takes less than two seconds and 300 MB. Bytes alone
 * are no measure: a comma takes as much as a long text.
 */
const MAX_TOKENS = 100_000;

/** A text of so few characters has fewer tokens than allowed. */
const ALWAYS_FITS_CHARS = MAX_TOKENS / 2;

/** Whether a YAML text has more words, signs and line ends than are parsed. Stops counting at the limit. */
export function hasTooManyTokens(text: string): boolean {
  if (text.length < ALWAYS_FITS_CHARS) return false;
  let tokens = 0;
  for (const _ of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) return true;
  }
  return false;
}

/**
 * Runs a parser that collects errors, without the stack of each: a file can have a hundred thousand, and the stacks
 * would take ten times as long as the parsing, and gigabytes.
 */
export function withoutStacks<T>(run: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = before;
  }
}
