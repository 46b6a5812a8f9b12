import { Lexer } from 'yaml';

/** The parser is recursive, and a stack overflow can end the process. */
const MAX_DEPTH = 200;

/** Offset at which a YAML text is nested more than 200 deep (estimated from its tokens); `undefined` if it is not. */
export function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  let inLine = 0;
  let offset = 0;
  let behindMark = false;
  for (const token of new Lexer().lex(text)) {
    if (/^\r?\n$/.test(token)) inLine = 0;
    else if (behindMark) behindMark = false;
    else if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?') inLine += 1;
    // A level is indented by at least one column.
    else if (inLine === 0 && /^ +$/.test(token)) inLine = token.length / 2;
    if (brackets + inLine > MAX_DEPTH) return offset;
    // Marks of the lexer have no characters; after one of them comes a scalar, whatever it contains.
    if (token === '\u001f') behindMark = true;
    if (!/^[\u0002\u0018\u001f]$/.test(token)) offset += token.length;
  }
  return undefined;
}
