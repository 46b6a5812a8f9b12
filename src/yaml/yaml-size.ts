import { Lexer } from 'yaml';

/**
 * Far above real use, but parsed in less than two seconds and 300 MB. A limit in bytes would not help: a comma takes as
 * long as a long text.
 */
const MAX_TOKENS = 100_000;

/** The parser is recursive. A stack overflow within a regular expression crashes the process. */
const MAX_DEPTH = 100;

const SCALAR_FOLLOWS = '\u001f';
/** Zero-width tokens of the lexer. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR_FOLLOWS]);

export type YamlExcess = { readonly excess: 'tokens' | 'depth'; readonly offset: number };

/** The first limit that a text exceeds. Call before parsing. */
export function yamlExcess(text: string): YamlExcess | undefined {
  if (isClearlySmall(text)) return undefined;
  const depth = depthCounter();
  let tokens = 0;
  let offset = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) return { excess: 'tokens', offset };
    if (depth(isScalar ? 'scalar' : token) > MAX_DEPTH) return { excess: 'depth', offset };
    isScalar = token === SCALAR_FOLLOWS;
    if (!MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

/** Of this length, a text has fewer tokens than the limit, even if each character were two. */
const SMALL_CHARS = MAX_TOKENS / 4;

/**
 * Whether a text is within both limits by its characters alone. The lexer takes a fifth of the time of a parse. Each
 * part of a depth has its own upper bound: open brackets and the keys in them, what begins on one line, indentation.
 */
function isClearlySmall(text: string): boolean {
  if (text.length > SMALL_CHARS) return false;
  const brackets = count(text, /[[{]/g);
  const keysInside = brackets === 0 ? 0 : count(text, /[:?]/g);
  const perLine = text.split('\n').map((line) => count(line, /[-:?]/g) + line.search(/[^ \t]|$/) + 1);
  return brackets + keysInside + Math.max(...perLine) <= MAX_DEPTH;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Counts open brackets, maps and lists begun on the line or in the list item, and indentation levels. */
function depthCounter(): (token: string) => number {
  // Keys around each open bracket: the parser nests a map per key up to the next comma.
  const brackets: number[] = [];
  let keys = 0;
  let inLine = 0;
  // `undefined` after the first content of the line.
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
    if (width !== undefined && brackets.length === 0) indents = [...indents.filter((outer) => outer < width), width];
    indent = undefined;
    if (token === '[' || token === '{') brackets.push(keys);
    if (token === ']' || token === '}') keys = brackets.pop() ?? 0;
    if (token === ',') keys = brackets.at(-1) ?? 0;
    if (brackets.length > 0 && (token === '?' || token === ':')) keys += 1;
    if (brackets.length === 0 && (token === '-' || token === '?' || token === ':')) inLine += 1;
    return brackets.length + keys + inLine + indents.length;
  };
}

/** Parses without stack traces: those of 100,000 errors would take gigabytes. */
export function withoutStacks<T>(run: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = before;
  }
}
