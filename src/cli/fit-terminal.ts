import type { Terminal } from '../machine.ts';
import { hasEscapes } from '../io/index.ts';
import { clip } from '../model/index.ts';
import { wrapText } from './wrap-text.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_COLUMNS = 80;

/** To the start of the line, and erase it. Source: ECMA-48 8.3.41. */
const ERASE_LINE = '\r\u001B[K';

/**
 * The same terminal, but its lines fit its width, and one line about the run is replaced in place. Pipes, files and CI
 * receive every line whole.
 *
 * @param isText whether standard output is read by a person; JSON and scripts are not wrapped
 */
export function fitTerminal(terminal: Terminal, env: Environment, isText: () => boolean): Terminal {
  const { columns } = terminal;
  if (columns === undefined) return terminal;
  const isReplaced = columns().warn !== undefined && hasEscapes(env) && !isCi(env);
  let [isShown, isAsking] = [false, false];
  const erase = (): void => {
    if (isShown) terminal.warn(ERASE_LINE);
    isShown = false;
  };
  const show = (line: string): void => {
    if (isAsking) return;
    if (!isReplaced) return terminal.warn(`${line}\n`);
    erase();
    if (line === '') return;
    // Short of the last column, where a terminal would begin a new line.
    terminal.warn(clip(line, Math.max(1, (columns().warn ?? DEFAULT_COLUMNS) - 2)));
    isShown = true;
  };
  const asking = async <T>(ask: () => Promise<T>): Promise<T> => {
    erase();
    isAsking = true;
    try {
      return await ask();
    } finally {
      isAsking = false;
    }
  };
  const fit = (text: string, width: number | undefined): string => (width === undefined ? text : wrapText(text, width));
  return {
    ...terminal,
    print: (text) => {
      erase();
      terminal.print(isText() ? fit(text, columns().print) : text);
    },
    warn: (text) => {
      erase();
      terminal.warn(fit(text, columns().warn));
    },
    status: { isReplaced, show },
    ask: (question) => asking(() => terminal.ask(question)),
    askText: (...request) => asking(() => terminal.askText(...request)),
  };
}

/** Source: `CI=true` in GitHub Actions, GitLab CI, CircleCI and others (documented by each). */
function isCi({ CI }: Environment): boolean {
  return CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
}
