import { describe, expect, test } from 'vitest';
import { markComment, outdatedMark } from '../../src/render/index.ts';

const HEAD = 'def5678'.padEnd(40, '0');
const shown = { hideMoney: true };
const page = (text: string): string => `<!-- marker -->\n## Plan: 1 change\n\n${text}\n`;

const cases = [
  {
    name: 'a page that names its commit',
    why: 'it names both',
    text: 'Planned `abc1234` on `main`.',
    is: 'commit abc1234',
  },
  { name: 'a page as HTML', why: 'names can be code', text: 'Planned <code>abc1234</code> on', is: 'commit abc1234' },
  { name: 'a page without a commit', why: 'older pages have none', text: '', is: 'an earlier commit' },
  { name: 'a page of the newest commit', why: 'its plan is not outdated', text: 'Planned `def5678`', is: undefined },
];

describe('the mark after a push by a bot', () => {
  test.each(cases)('$name: $why', ({ text, is }) => {
    const mark = outdatedMark(page(text), HEAD);
    if (is === undefined) expect(mark).toBeUndefined();
    else
      expect(mark?.why).toBe(
        `This plan is for ${is}; the newest commit def5678 was pushed by a bot and is only validated.`,
      );
  });

  test('is kept by a recheck, which has not seen the new commit planned', () => {
    const body = page('Planned `abc1234` on `main`.');
    const outdated = markComment(body, outdatedMark(body, HEAD), { hideMoney: false });
    expect(markComment(outdated, undefined, shown)).toBe(outdated);
    const stale = markComment(outdated, { state: 'Stale', why: 'It moved.', remedy: 'Plan again.' }, shown);
    expect(stale).toContain('**Outdated.** ');
    expect(stale).toContain('**Stale.** ');
    expect(markComment(stale, undefined, shown)).toBe(outdated);
    expect(markComment(stale, outdatedMark(stale, HEAD), { hideMoney: false })).toBe(outdated);
  });
});
