import { Lexer } from 'yaml';

/**
 * Far more than a layer document has, and few enough that parsing takes less than two seconds and 300 MB. Bytes alone
 * are no measure: a comma takes as much as a long text.
 */
const MAX_TOKENS = 100_000;

/** The parser calls itself for each level. If the stack ends within a regular expression, the process ends with it. */
const MAX_DEPTH = 100;

/** Tokens of the lexer that take no characters of the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

/** Why a text is not parsed, and from which offset on. */
export type YamlExcess = { readonly excess: 'tokens' | 'depth'; readonly offset: number };

/** What a YAML text has too much of, before it is parsed; `undefined` if nothing. Stops reading at the limit. */
export function yamlExcess(text: string): YamlExcess | undefined {
  const depth = depthCounter();
  let tokens = 0;
  let offset = 0;
  let behindMark = false;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) return { excess: 'tokens', offset };
    // What follows a mark is a scalar, whatever it looks like.
    if (depth(behindMark ? 'scalar' : token) > MAX_DEPTH) return { excess: 'depth', offset };
    behindMark = MARKS.has(token);
    if (!behindMark) offset += token.length;
  }
  return undefined;
}

/** Counts how deep each token is: by brackets, by what begins a list or map within its line, and by indentation. */
function depthCounter(): (token: string) => number {
  let brackets = 0;
  let inLine = 0;
  // The indentation of a line, until the first token shows that it has content.
  let indent: number | undefined = 0;
  let indents: readonly number[] = [];
  return (token) => {
    if (token === '\n' || token === '\r\n') {
      indent = 0;
      inLine = 0;
      return 0;
    }
    if (MARKS.has(token) || token.startsWith('#')) return 0;
    if (indent === 0 && /^[ \t]+$/.test(token)) {
      indent = token.length;
      return 0;
    }
    const width = indent;
    if (width !== undefined && brackets === 0) indents = [...indents.filter((outer) => outer < width), width];
    indent = undefined;
    if (token === '[' || token === '{') brackets += 1;
    if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
    if (brackets === 0 && (token === '-' || token === '?' || token === ':')) inLine += 1;
    return brackets + inLine + indents.length;
  };
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
