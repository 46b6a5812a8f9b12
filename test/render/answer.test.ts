import { describe, expect, test } from 'vitest';
import { commentMarker, MAX_COMMENT_CHARS } from '../../src/model/index.ts';
import { type Answer, answeredComment, markComment } from '../../src/render/index.ts';

const first = commentMarker('.');
const body = `${first}\n## Plan: 1 change\n\n[The run](https://github.com/acme/ads/actions/runs/1)\n`;
const answer: Answer = { command: 'plan', names: [], by: 'maya', sentences: ['Done.'], listsCommands: false };
const shown = (changed: Partial<Answer>, page = body) =>
  answeredComment(page, { ...answer, ...changed }, { hideMoney: false });

describe('answeredComment', () => {
  test('puts the answer below the hidden line and keeps the rest', () => {
    expect(shown({})).toBe(
      `${first}\n<!-- answer -->\n> **Answer** to \`/reconcile plan\` by \`maya\`: Done.\n\n<!-- /answer -->\n${body.slice(first.length + 1)}`,
    );
  });

  test('replaces the previous answer, however long', () => {
    const once = shown({ listsCommands: true });
    expect(once).toContain('> - `/reconcile help`: list these commands');
    expect(shown({}, once)).toBe(shown({}));
    expect(shown({}, shown({}).replaceAll('\n', '\r\n'))).toBe(shown({}));
  });

  test('leaves the mark of a stale plan first, so that it can be removed', () => {
    const stale = markComment(
      body,
      { state: 'Stale', why: 'Live values changed.', remedy: 'Plan again.' },
      { hideMoney: false },
    );
    const answered = shown({}, stale);
    expect(answered.split('\n')[1]).toMatch(/^\*\*Stale\.\*\*/);
    expect(markComment(answered, undefined, { hideMoney: false })).toBe(shown({}));
  });

  test('never repeats foreign text as Markdown, and never ends early', () => {
    const hostile = '<!-- /answer --> @all #7 [x](https://evil.example) `code`\n## Title';
    const page = shown({ command: 'confirm', names: ['a'], by: '@`x`<b>', sentences: [hostile] });
    for (const part of ['@all', '#7', '[x]', '<b>', '\n## Title']) expect(page).not.toContain(part);
    expect(page.match(/<!-- \/answer -->/g)).toHaveLength(1);
    expect(shown({}, page)).toBe(shown({}));
  });

  test('hides amounts on public pages', () => {
    const page = answeredComment(
      body,
      { ...answer, sentences: ['The cap is 30,000.00 USD.'] },
      { hideMoney: true, runUrl: 'https://github.com/acme/ads/actions/runs/12' },
    );
    expect(page).not.toContain('30,000');
    expect(page).toContain(' [Run](https://github.com/acme/ads/actions/runs/12)\n');
  });

  test('fits into a comment', () => {
    const page = shown({ sentences: ['x'.repeat(100_000)] }, `${first}\n${'y'.repeat(MAX_COMMENT_CHARS)}`);
    expect(page.length).toBeLessThan(MAX_COMMENT_CHARS);
    expect(page).toContain('The rest does not fit');
  });

  test('counts the names that it leaves out', () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `layer-${index}`);
    expect(shown({ command: 'confirm', names })).toContain('layer-9 and 1990 more`');
  });
});
