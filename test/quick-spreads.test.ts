import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { withQuickSpreads } from '../.ci/quick-spreads.mjs';

const quick = (text: string): string => withQuickSpreads('example.mjs', text);

test.each([
  ['a spread and a member', 'f({...a,b})', 'f({...void 0,...a,b})'],
  ['two spreads', 'f({...a,...b})', 'f({...void 0,...a,...b})'],
  [
    'one in the other',
    'f({...a,b:{...c,d:[{...e,f}]}})',
    'f({...void 0,...a,b:{...void 0,...c,d:[{...void 0,...e,f}]}})',
  ],
  ['text of any kind around', 'f("é€😀{...a,b}",{...a,b},"é")', 'f("é€😀{...a,b}",{...void 0,...a,b},"é")'],
])('%s', (_, text, expected) => {
  expect(quick(text)).toBe(expected);
});

test.each([
  ['a spread alone', 'f({...a})'],
  ['a spread at the end', 'f({b,...a})'],
  ['a pattern', '({b,...a})=>a'],
  ['a list', 'f([...a,b])'],
  ['the arguments of a call', 'f(...a,b)'],
  ['a text and a comment', 'f("{...a,b}")/*{...a,b}*/'],
])('%s stays', (_, text) => {
  expect(quick(text)).toBe(text);
});

test('a text that is not JavaScript is an error', () => {
  expect(() => quick('f({...')).toThrow('example.mjs');
});

// In Node 20 the first form has as many classes as objects.
test('objects that are built this way share one hidden class', () => {
  const program = `
    const make = (a, n) => ({ ...a, n });
    const objects = Array.from({ length: 100 }, (_, n) => make({ a: 1, b: n }, n));
    const others = objects.filter((each) => !%HaveSameMap(each, objects[99]));
    process.stdout.write(String(others.length < 10));
  `;
  expect(execFileSync(process.execPath, ['--allow-natives-syntax', '-e', quickScript(program)]).toString()).toBe(
    'true',
  );
});

/** A parser rejects the names of natives. */
function quickScript(program: string): string {
  return quick(program.replace('%HaveSameMap', '__HaveSameMap')).replace('__HaveSameMap', '%HaveSameMap');
}
