import type { Check } from '../model/index.ts';
import { checkLines } from './check-lines.ts';
import { joinSections, asTerminal, line, type TextOptions } from './style.ts';

export type Validated = {
  readonly layers: readonly { readonly name: string; readonly file: string }[];
  /** Number of files read: documents and the fragments they extend. */
  readonly files: number;
  /** Checks of documents alone. */
  readonly checks: readonly Check[];
};

/** The result with both counts, so a file that is neither a document nor its fragment shows as a difference. */
export function validAsText({ layers, files, checks }: Validated, options: TextOptions): string {
  const count = layers.length;
  const valid = count === 1 ? '1 layer document is valid' : `${count} layer documents are valid`;
  const headline = line(0, `${valid} (${files === 1 ? '1 file' : `${files} files`}).`);
  return asTerminal(joinSections([[headline], checkLines([{ checks }])]), options);
}
