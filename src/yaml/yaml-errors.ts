import type { YAMLError } from 'yaml';
import type { ProblemCode } from '../model/index.ts';
import type { Finding } from './finding.ts';
import { lineAndColumn, sourceOf, type Span } from './source.ts';

/** One mistake often causes errors on all following lines. */
const MAX_ERRORS = 20;

/** All others are `document/syntax`. */
const KNOWN: Partial<Record<YAMLError['code'], { code: ProblemCode; message?: string; remedy: string }>> = {
  MULTIPLE_DOCS: {
    code: 'document/several',
    message: 'A second YAML document starts here, but a file can contain only one.',
    remedy: 'Move it into its own file. Editors check only the first document of a file.',
  },
  BAD_DIRECTIVE: { code: 'document/directive', remedy: 'Remove the line.' },
  BAD_ALIAS: { code: 'document/aliases', remedy: 'Put the text in quotes if no alias is meant.' },
  TAB_AS_INDENT: { code: 'document/syntax', message: 'A tab is used as indentation.', remedy: 'Indent with spaces.' },
  BAD_SCALAR_START: { code: 'document/syntax', remedy: 'Put the value in quotes.' },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'document/syntax',
    message: 'The line contains a second ": ".',
    remedy: 'Put the value in quotes, or start a new line.',
  },
  NON_STRING_KEY: { code: 'document/syntax', message: 'A key is not plain text.', remedy: 'Write the key as text.' },
  TAG_RESOLVE_FAILED: {
    code: 'document/syntax',
    message: 'The value has a tag (a word that starts with "!"), which is not supported.',
    remedy: 'Remove the tag, or put the value in quotes if the "!" belongs to it.',
  },
  RESOURCE_EXHAUSTION: {
    code: 'document/syntax',
    message: 'The values are nested too deeply.',
    remedy: 'Use fewer levels.',
  },
};

/** The first parser error of each line. Warnings count: they mean that a value was changed. */
export function findingsOfErrors(errors: readonly YAMLError[], file: string, text: string): readonly Finding[] {
  const byLine = new Map<number, Finding>();
  // After a tab, the parser also reports errors in valid text.
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const source = sourceOf(file, text);
  for (const error of tabs.length > 0 ? tabs : errors) {
    const [start, end] = error.pos;
    const { line } = lineAndColumn(source, start);
    if (!byLine.has(line)) byLine.set(line, findingOf(error, { file, start, end: Math.max(start + 1, end) }));
    if (byLine.size === MAX_ERRORS) break;
  }
  return [...byLine.values()];
}

function findingOf(error: YAMLError, at: Span): Finding {
  const known = KNOWN[error.code];
  const message = known?.message ?? `This is not valid YAML: ${error.message.split('\n', 1)[0] ?? ''}.`;
  const remedy = known?.remedy ?? 'Fix the line. Check its quotes, brackets and indentation.';
  return { code: known?.code ?? 'document/syntax', message, at, remedy };
}
