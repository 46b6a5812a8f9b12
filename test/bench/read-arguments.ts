import type { Row } from './row.ts';

/** What a call of the bench asks for. `usage` and `mistake` are texts for people. */
export type Asked =
  | { readonly rows: readonly Row[]; readonly isJson: boolean; readonly isStrict: boolean }
  | { readonly usage: string }
  | { readonly mistake: string };

const OPTIONS: readonly string[] = ['--json', '--strict', '--help'];

/** A word that no row has is a mistake: nothing would be measured, and nothing would look wrong. */
export function readArguments(args: readonly string[], rows: readonly Row[]): Asked {
  const options = args.filter((arg) => arg.startsWith('-'));
  if (options.includes('--help')) return { usage: usageOf(rows) };
  const option = options.find((each) => !OPTIONS.includes(each));
  if (option !== undefined) return { mistake: mistakeOf(`There is no option ${option}.`) };
  const words = args.filter((arg) => !arg.startsWith('-'));
  const word = words.find((each) => !rows.some(({ name }) => name.includes(each)));
  if (word !== undefined) return { mistake: mistakeOf(`No row has "${word}" in its name.`) };
  return {
    rows: rows.filter(({ name }) => words.length === 0 || words.some((each) => name.includes(each))),
    isJson: options.includes('--json'),
    isStrict: options.includes('--strict'),
  };
}

function mistakeOf(message: string): string {
  return `${message}\nSee all options and rows: npm run bench -- --help\n`;
}

function usageOf(rows: readonly Row[]): string {
  const names = rows.map(({ name }) => `  ${name}`);
  return `npm run bench -- [--json] [--strict] [WORD…]

Measures the rows that have one of the words in their names; without a word, all of them. A word may have spaces.

  --json    print JSON instead of a table
  --strict  exit with 1 if a row is over its bar
  --help    print this text

Rows:
${names.join('\n')}
`;
}
