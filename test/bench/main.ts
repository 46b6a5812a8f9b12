// npm run bench -- --help prints its arguments and rows.
// Noise never fails a build: only --strict exits with 1 if a row is over its bar.
import { readArguments } from './read-arguments.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';
import { type Finished, isOverABar, tableJson, tableText } from './table.ts';

const asked = readArguments(process.argv.slice(2), rows);
if ('usage' in asked) {
  process.stdout.write(asked.usage);
} else if ('mistake' in asked) {
  process.stderr.write(asked.mistake);
  process.exitCode = 2;
} else {
  const finished = await measured(asked.rows);
  process.stdout.write(asked.isJson ? tableJson(finished) : tableText(finished));
  if (asked.isStrict && finished.some(isOverABar)) process.exitCode = 1;
}

/** One after the other: they would disturb each other. */
async function measured(asked: readonly Row[]): Promise<readonly Finished[]> {
  const finished: Finished[] = [];
  for (const row of asked) {
    process.stderr.write(`${row.name} …\n`);
    finished.push({ row, measured: await row.measure() });
  }
  return finished;
}
