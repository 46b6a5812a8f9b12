import type { Check } from '../model/index.ts';
import { checkLines } from './check-lines.ts';
import { joinSections, asTerminal, line, type TextOptions } from './style.ts';

/** Documents that are valid. */
export type Validated = {
  readonly layers: readonly { readonly name: string; readonly file: string }[];
  /** How many files were read: documents and the fragments they extend. */
  readonly files: number;
  /** What can be observed of documents alone. */
  readonly checks: readonly Check[];
};

/** The result with both counts: a file that is no document, and no fragment of one, would show as a difference. */
export function validAsText({ layers, files, checks }: Validated, options: TextOptions): string {
  const count = layers.length;
  const valid = count === 1 ? '1 layer document is valid' : `${count} layer documents are valid`;
  const headline = line(0, `${valid} (${files === 1 ? '1 file' : `${files} files`}).`);
  return asTerminal(joinSections([[headline], checkLines([{ checks }])]), options);
}
