import { describe, expect, test } from 'vitest';
import { readArguments } from './read-arguments.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';

const row = (name: string): Row => ({ name, bars: [], measure: () => Promise.resolve({ usage: {} }) });
const two = [row('pure planning of 5,000 layers'), row('reconcile --version')];
const read = (...args: readonly string[]) => readArguments(args, two);

describe('the arguments of the bench', () => {
  test('without a word, all rows are measured', () => {
    expect(read()).toEqual({ rows: two, isJson: false, isStrict: false });
  });

  test('a word selects the rows that have it in their names', () => {
    expect(read('planning', '--json', '--strict')).toEqual({ rows: [two[0]], isJson: true, isStrict: true });
    expect(read('pure planning', 'version')).toMatchObject({ rows: two });
  });

  test('--help prints the arguments and all rows, and measures none', () => {
    const { usage } = readArguments(['planning', '--help'], rows) as { readonly usage: string };
    expect(usage).toContain('npm run bench -- [--json] [--strict] [WORD…]');
    for (const { name } of rows) expect(usage).toContain(`  ${name}\n`);
  });

  test.each([
    { args: ['planing'], why: 'nothing would be measured', says: 'No row has "planing" in its name.' },
    { args: ['version', 'planing'], why: 'a part would be missing', says: 'No row has "planing" in its name.' },
    { args: ['--jsn'], why: 'a table would follow instead', says: 'There is no option --jsn.' },
    { args: ['-h'], why: 'all rows would be measured', says: 'There is no option -h.' },
  ])('$args is a mistake: $why', ({ args, says }) => {
    expect(read(...args)).toEqual({ mistake: `${says}\nSee all options and rows: npm run bench -- --help\n` });
  });
});
