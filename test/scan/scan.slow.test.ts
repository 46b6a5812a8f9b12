import { describe, expect, test } from 'vitest';
import { type Call, callOf, isPure } from './calls.ts';
import { ENTRIES } from './entries.ts';
import { steepGrowth } from './growth.ts';
import { INPUTS } from './inputs.ts';
import { LEFT_OUT, SPECIAL } from './special.ts';
import { keyOf, textFunctions } from './text-functions.ts';

const functions = textFunctions();
const scanned = functions.filter((each) => isPure(each) && LEFT_OUT[keyOf(each)] === undefined);

/** In milliseconds. Each function gets hundreds of texts of up to 128 KiB, and longer ones if it is slow. */
const TIMEOUT_MS = 1_200_000;

describe('the functions are those of the sources', () => {
  test('there are many', () => {
    expect(scanned.length).toBeGreaterThan(70);
  });

  test.each(scanned)('$file $name can be called', async (found) => {
    expect(await callOf(found), 'write a call into special.ts, or why there is none').toBeDefined();
  });

  test.each([...Object.keys(SPECIAL), ...Object.keys(LEFT_OUT)])('%s exists', (known) => {
    expect(functions.map(keyOf).filter((key) => key === known)).toHaveLength(1);
  });
});

describe('time grows with the text and no faster', { timeout: TIMEOUT_MS }, () => {
  test.each(scanned)('$file $name', async (found) => {
    const call = await callOf(found);
    expect(call === undefined ? [] : steepInputs(call)).toEqual([]);
  });

  test.each(Object.entries(ENTRIES))('%s', (_, call) => {
    expect(steepInputs(call)).toEqual([]);
  });
});

describe('the measurement', () => {
  const textOf = (chars: number): string => 'a'.repeat(chars);

  test('finds time that is squared', () => {
    const squared = (text: string): number => {
      let steps = 0;
      for (let at = 0; at < text.length; at += 1) for (let to = at; to < text.length; to += 1) steps += to & 1;
      return steps;
    };
    expect(steepGrowth(squared, textOf)).toMatch(/→/);
  });

  test('lets time pass that grows with the text', () => {
    const inProportion = (text: string): number => {
      let steps = 0;
      for (let at = 0; at < 300 * text.length; at += 1) steps += at & 1;
      return steps;
    };
    expect(steepGrowth(inProportion, textOf)).toBeUndefined();
  });

  test('finds a stack that is too small', () => {
    const nested = (text: string): string => (text === '' ? '' : nested(text.slice(1)));
    expect(() => steepGrowth(nested, textOf)).toThrow(RangeError);
  });
});

/** The inputs for which the time grows too fast, with the measurements. */
function steepInputs(call: Call): readonly string[] {
  return INPUTS.flatMap(({ name, textOf }) => {
    const steep = steepGrowth(call, textOf);
    return steep === undefined ? [] : [`${name}: ${steep}`];
  });
}
