import { Lexer } from 'yaml';

/** The parser calls itself for each level, and a stack that is too small can end the process. */
const MAX_DEPTH = 200;

/** The offset from which on a YAML text is nested more than 200 deep, at a guess from its signs; `undefined` if it is not. */
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
    // One column is the least that a level is indented by.
    else if (inLine === 0 && /^ +$/.test(token)) inLine = token.length / 2;
    if (brackets + inLine > MAX_DEPTH) return offset;
    // Marks of the lexer take no characters; behind one of them is a scalar, whatever it looks like.
    if (token === '\u001f') behindMark = true;
    if (!/^[\u0002\u0018\u001f]$/.test(token)) offset += token.length;
  }
  return undefined;
}
