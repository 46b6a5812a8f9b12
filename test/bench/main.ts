// npm run bench -- [--json] [--strict] [WORD…]: measures the rows whose names have one of the words; default: all.
// Noise never fails a build: only --strict exits with 1 if a row is over its bar.
import { rows } from './rows/index.ts';
import { type Finished, isOverABar, tableJson, tableText } from './table.ts';

const args = process.argv.slice(2);
const words = args.filter((word) => !word.startsWith('--'));
const finished: Finished[] = [];
for (const row of rows.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))) {
  process.stderr.write(`${row.name} …\n`);
  finished.push({ row, measured: await row.measure() });
}
process.stdout.write(args.includes('--json') ? tableJson(finished) : tableText(finished));
if (args.includes('--strict') && finished.some(isOverABar)) process.exitCode = 1;
