import type { Terminal } from '../machine.ts';
import { wrapText } from './wrap-text.ts';

/**
 * The same terminal, but its lines fit its width. Pipes and files receive every line whole.
 *
 * @param isText whether standard output is read by a person; JSON and scripts are not wrapped
 */
export function fitTerminal(terminal: Terminal, isText: () => boolean): Terminal {
  const { columns } = terminal;
  if (columns === undefined) return terminal;
  const fit = (text: string, width: number | undefined): string => (width === undefined ? text : wrapText(text, width));
  return {
    ...terminal,
    print: (text) => terminal.print(isText() ? fit(text, columns().print) : text),
    warn: (text) => terminal.warn(fit(text, columns().warn)),
  };
}
