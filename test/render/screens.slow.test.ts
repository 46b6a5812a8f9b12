import { writeFileSync } from 'node:fs';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { MAX_COMMENT_CHARS } from '../../src/model/index.ts';
import { fleetComment } from './fleet.ts';

/** As GitHub shows a comment. With `SCREENS=FOLDER`, the pages are written there. */
function screenOf(count: number): string {
  const html = micromark(fleetComment(count), {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const { SCREENS: folder } = process.env;
  if (folder !== undefined) writeFileSync(`${folder}/comment-${count}.html`, `<meta charset="utf-8">\n${html}`);
  return html;
}

/** Lines of text that are seen without a click. */
function visibleLines(html: string): readonly string[] {
  let shown = html;
  for (let before = ''; before !== shown; ) {
    before = shown;
    // The innermost first.
    shown = shown
      .replace(/<details>\s*<summary>((?:(?!<details)[^])*?)<\/summary>(?:(?!<details)[^])*?<\/details>/g, '\n$1\n')
      .replace(/<details open>((?:(?!<details)[^])*?)<\/details>/g, '\n$1\n');
  }
  return shown
    .replace(/\s+/g, ' ')
    .replace(/<br>|<\/?(?:p|li|tr|h\d|summary|details[^>]*)>/g, '\n')
    .replace(/<[^>]*>/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

const countOf = (html: string, tag: string): number => html.split(tag).length - 1;

describe('the comment of', () => {
  test('1 layer: from, to and percent are seen without a click', () => {
    const html = screenOf(1);
    expect(visibleLines(html).join('\n')).toMatch(/monthlyCostCap 8,000\.00 USD 8,800\.00 USD \(\+10 %\) by reconcile/);
    expect(countOf(html, '<details open>')).toBe(1);
    expect(visibleLines(html).length).toBeLessThan(20);
  });

  test.each([
    { count: 30, lines: 60 },
    { count: 1000, lines: 70 },
  ])('$count layers fits on few screens', ({ count, lines }) => {
    const html = screenOf(count);
    expect(new TextEncoder().encode(fleetComment(count)).length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
    expect(countOf(html, '<details')).toBe(countOf(html, '</details>'));
    const visible = visibleLines(html);
    // What is the same in most layers is one block, with its values and its source.
    expect(html).toMatch(/\d+ layers, each: 1 change \(1 by reconcile\) at <code>defaults/);
    expect(html).toContain('<code>8,800.00 USD</code> (+10 %)');
    expect(visible.length, visible.join('\n')).toBeLessThan(lines);
  });
});
