import type { YAMLError } from 'yaml';
import type { ProblemCode } from '../model/index.ts';
import type { Finding } from './finding.ts';

/** One mistake in YAML often makes the parser stumble on every line after it; more than this helps nobody. */
const AT_MOST = 20;

/** The parser's codes that have one of ours; every other one is `document/syntax`. */
const KNOWN: Partial<Record<YAMLError['code'], { code: ProblemCode; message?: string; remedy: string }>> = {
  DUPLICATE_KEY: { code: 'document/duplicate-key', remedy: 'Keep one of them.' },
  MULTIPLE_DOCS: {
    code: 'document/several',
    message: 'A second YAML document begins here; a file holds one.',
    remedy: 'Move it into a file of its own: editors check only the first document of a file.',
  },
  BAD_DIRECTIVE: { code: 'document/directive', remedy: 'Remove the line.' },
  BAD_ALIAS: { code: 'document/aliases', remedy: 'Put the text in quotes if no alias is meant.' },
  TAB_AS_INDENT: { code: 'document/syntax', message: 'A tab is used as indentation.', remedy: 'Indent with spaces.' },
  BAD_SCALAR_START: { code: 'document/syntax', remedy: 'Put the value in quotes.' },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'document/syntax',
    message: 'A second ": " stands in one line.',
    remedy: 'Put the value in quotes, or begin a new line.',
  },
  NON_STRING_KEY: { code: 'document/syntax', message: 'A key is no plain text.', remedy: 'Write the key as text.' },
  TAG_RESOLVE_FAILED: {
    code: 'document/syntax',
    message: 'A tag (a word that begins with "!") stands here; documents have none.',
    remedy: 'Remove the tag, or put the value in quotes if the "!" belongs to it.',
  },
  RESOURCE_EXHAUSTION: { code: 'document/syntax', message: 'The values are nested too deep.', remedy: 'Nest less.' },
};

/** What the parser objects to, as findings: the first of each line. Warnings count: they mean a value was changed. */
export function findingsOfErrors(errors: readonly YAMLError[], file: string, text: string): readonly Finding[] {
  const byLine = new Map<string, Finding>();
  // Behind a tab the parser misreads what is well written.
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  for (const error of tabs.length > 0 ? tabs : errors) {
    const [start, end] = error.pos;
    const line = `${text.lastIndexOf('\n', start - 1)} ${error.code === 'DUPLICATE_KEY' ? start : ''}`;
    if (!byLine.has(line)) byLine.set(line, findingOf(error, file, start, Math.max(start + 1, end), text));
    if (byLine.size === AT_MOST) break;
  }
  return [...byLine.values()];
}

function findingOf(error: YAMLError, file: string, start: number, end: number, text: string): Finding {
  const at = { file, start, end };
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^(?:"[^"\n]{0,60}"|'[^'\n]{0,60}'|[^\s:,{}"']{0,60})/.exec(text.slice(start))?.[0] ?? '';
    const span = { ...at, end: start + Math.max(1, key.length) };
    const message = `The key ${key === '' ? '' : `${JSON.stringify(key.replace(/^["']|["']$/g, ''))} `}is written twice in one map.`;
    return { code: 'document/duplicate-key', message, at: span, remedy: 'Keep one of them.' };
  }
  const known = KNOWN[error.code];
  const message = known?.message ?? `This is not valid YAML: ${error.message.split('\n')[0] ?? ''}.`;
  const remedy = known?.remedy ?? 'Correct the line; look at quotes, brackets and indentation.';
  return { code: known?.code ?? 'document/syntax', message, at, remedy };
}
