import { createTwoFilesPatch } from 'diff';
import type { ImportedFile } from '../../model/index.ts';
import { type Line, line, type Tone } from '../parts/terminal.ts';

/** A file before and after, as `git diff` shows it. */
export function fileDiff({ path, before, after }: ImportedFile): string {
  const old = before === null ? '/dev/null' : `a/${path}`;
  // Without the separator line that other tools do not write.
  return createTwoFilesPatch(old, `b/${path}`, before ?? '', after, '', '', { context: 3 }).replace(/^=+\n/, '');
}

export function diffLinesOf(file: ImportedFile): readonly Line[] {
  return fileDiff(file)
    .replace(/\n$/, '')
    .split('\n')
    .map((text) => line(0, text, toneOf(text)));
}

function toneOf(text: string): Tone | undefined {
  if (/^(\+\+\+|---) /.test(text)) return 'strong';
  if (text.startsWith('+')) return 'good';
  return text.startsWith('-') ? 'bad' : undefined;
}
