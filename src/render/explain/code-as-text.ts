import type { Explained } from '../../model/index.ts';
import { allowLabel } from '../parts/phrases.ts';
import { asTerminal, joinSections, line, type TextOptions } from '../parts/terminal.ts';

/** A problem, check or policy with an example and its cure. */
export function codeAsText(explained: Explained, options: TextOptions): string {
  const { code, kind, meaning, example, cure } = explained;
  return asTerminal(
    joinSections([
      [line(0, `${code} (${kind})`, 'strong'), line(0, meaning)],
      [line(0, `Example: ${example}`), line(0, `Cure: ${cure}`)],
      kind === 'policy'
        ? [
            line(0, `To allow it: --allow ${code}=NAME, where NAME is a layer, a currency or all.`),
            line(0, `On a pull request: the label "${allowLabel(code)}".`),
          ]
        : [],
    ]),
    options,
  );
}
