import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/model/index.ts';
import { HEAD, problemsIn, WHOLE } from './harness.ts';

const SIZE = 8 * 1024;

/** Lines up to a size in characters. */
function filled(line: (at: number) => string, size = SIZE): string {
  const lines: string[] = [];
  for (let at = 0, length = 0; length < size; at += 1) {
    lines.push(line(at));
    length += line(at).length;
  }
  return lines.join('');
}

const many: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'unknown keys', text: WHOLE + filled((at) => `key${at}: 1\n`) },
  { name: 'one key again and again', text: WHOLE + filled(() => 'foo: 1\n') },
  { name: 'aliases of no anchor', text: `${HEAD}foo:\n${filled((at) => `- *a${at}\n`)}` },
  { name: 'aliases of no anchor on one line', text: `${HEAD}foo: [${filled((at) => `*a${at}, `)}]\n` },
  { name: 'secrets', text: `${HEAD}foo:\n${filled((at) => `- lp_live_abcdefgh${at}\n`)}` },
  { name: 'secrets on one line', text: `${HEAD}foo: [${filled((at) => `lp_live_abcdefgh${at}, `)}]\n` },
  { name: 'variables', text: `${HEAD}foo:\n${filled((at) => `- \${A${at}}\n`)}` },
  { name: 'Spark codes', text: `${WHOLE}spark:\n${filled((at) => `- code: A${at}\n`)}` },
  { name: 'tags', text: `${HEAD}foo:\n${filled((at) => `- !t${at} 1\n`)}` },
  { name: 'control characters', text: `${HEAD}foo:\n${filled(() => '- "\\0"\n')}` },
  { name: 'tabs', text: `${HEAD}foo:\n${filled(() => '\t- a\n')}` },
  { name: 'words that begin a mistake', text: `${HEAD}foo:\n${filled(() => '@ ')}` },
  {
    name: 'events with an empty target',
    text: WHOLE.replace('  pixel_id', `  event_map:\n${filled((at) => `    e${at}: 1\n`)}  pixel_id`),
  },
];

describe('the problems of one file have a limit', () => {
  test.each(many)('$name', ({ text }) => {
    const problems = problemsIn({ 'layers/a.yaml': text });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(101);
    expect(Math.max(...problems.map(sizeOf))).toBeLessThan(4000);
  });

  test('the last one counts the others, with the position of the first', () => {
    const text = WHOLE + Array.from({ length: 250 }, (_, at) => `key${at}: 1\n`).join('');
    const problems = problemsIn({ 'layers/a.yaml': text, 'layers/b.yaml': 'foo: 1\n' });
    const ofA = problems.filter(({ location }) => location?.file === 'layers/a.yaml');
    expect(ofA).toHaveLength(101);
    expect(ofA.at(-1)).toMatchObject({
      code: 'document/more-problems',
      message: 'The file has 150 more problems from this line on.',
      location: { line: 112 },
    });
    expect(problems.some(({ location }) => location?.file === 'layers/b.yaml')).toBe(true);
  });

  test('a long name is cut', () => {
    const problems = problemsIn({ 'layers/a.yaml': `${WHOLE}${'x'.repeat(1000)}: *${'y'.repeat(5000)}\n` });
    expect(Math.max(...problems.map(sizeOf))).toBeLessThan(4000);
  });
});

describe('a file of many small parts is not parsed', () => {
  test.each([
    { name: 'keys', text: HEAD + filled((at) => `key${at}: 1\n`, 1024 * 1000) },
    { name: 'aliases', text: `${HEAD}foo: [${filled((at) => `*a${at},`, 1024 * 1000)}]` },
    { name: 'commas', text: `${HEAD}foo: [${','.repeat(1024 * 1000)}]` },
  ])('$name', ({ text }) => {
    expect(problemsIn({ 'layers/a.yaml': text }).map(({ code }) => code)).toEqual(['document/too-large']);
  });

  test('but one of a few long parts is', () => {
    const text = `${WHOLE}# ${'x'.repeat(1024 * 1000)}\n`;
    expect(problemsIn({ 'layers/a.yaml': text })).toEqual([]);
  });
});

function sizeOf(problem: Problem): number {
  return JSON.stringify(problem).length;
}
