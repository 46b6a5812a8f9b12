import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeSpan, forMarkdown, forTerminal, forWorkflow } from '../../src/render/index.ts';
import { hostileText } from './hostile.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('on a terminal', () => {
  test.each([
    ['plain text', 'Acme – 広告 ✓ é', 'Acme – 広告 ✓ é'],
    ['a colour', '\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['a C1 control', '\u009b31m', '⟨U+009B⟩31m'],
    ['reading from the right', 'a\u202Eb\u2066c', 'a⟨U+202E⟩b⟨U+2066⟩c'],
    ['nothing to be seen', 'a\u200Bb\uFEFFc\u2060d\u00ADe\u3164f', 'a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+2060⟩d⟨U+00AD⟩e⟨U+3164⟩f'],
    ['other line ends', 'a\u2028b\u2029c\nd\re', 'a⟨U+2028⟩b⟨U+2029⟩c⟨U+000A⟩d⟨U+000D⟩e'],
    ['half a character', 'a\ud83d', 'a⟨U+D83D⟩'],
    ['a tag character', 'a\u{E0041}', 'a⟨U+E0041⟩'],
  ])('%s', (_, text, shown) => {
    expect(forTerminal(text)).toBe(shown);
  });

  test('nothing unseen is left, and a second time changes nothing', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(forTerminal(text)).not.toMatch(UNSEEN);
        expect(forTerminal(forTerminal(text))).toBe(forTerminal(text));
      }),
    );
  });
});

describe('in Markdown', () => {
  test.each([
    ['HTML', '<b onclick="x">', '&lt;b onclick="x"&gt;'],
    ['the end of a comment', 'a --> b', 'a --&gt; b'],
    ['a mention', '@everyone', '&#64;&#8203;everyone'],
    ['a reference', 'see #12 and o/r#3', 'see &#35;&#8203;12 and o/r&#35;&#8203;3'],
    ['another reference', 'GH-12', 'GH-&#8203;12'],
    ['a link', '[a](javascript:x)', '\\[a\\](javascript:x)'],
    ['a picture', '![a](//x.y/z.png)', '!\\[a\\](//x.y/z.png)'],
    ['an address', 'https://x.y www.x.y', 'https:&#8203;//x.y www&#8203;.x.y'],
    ['an address behind a letter', '_www.x.y _GH-1', '\\_www&#8203;.x.y \\_GH-&#8203;1'],
    ['a table', 'a | b', 'a \\| b'],
    ['code', '`a` ```b', '\\`a\\` \\`\\`\\`b'],
    ['emphasis', '*a* _b_ ~~c~~', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~'],
    ['mathematics', '$a$', '&#36;a&#36;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['a backslash', 'a\\', 'a\\\\'],
    ['lines', 'a\n\n    # b', 'a # b'],
    ['a heading', '# a', '\\# a'],
    ['lists', '- a', '\\- a'],
    ['a numbered list', '12. a', '12\\. a'],
    ['a bidi control', 'a\u202Eb', 'a⟨U+202E⟩b'],
  ])('%s is text', (_, text, shown) => {
    expect(forMarkdown(text)).toBe(shown);
  });

  test('the text is unchanged, and none of it is structure', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const inline = forMarkdown(text);
        expect(inline).not.toMatch(/[<>@\n]|-->/);
        expect(inline.replace(/\\./g, ' ')).not.toMatch(/[`*_~|[\]]|:\/\/|(?<!&)#\d/);
        expect(read(inline)).toBe(forTerminal(text.replace(/\s+/g, ' ')));
      }),
    );
  });

  test.each([
    ['plain', 'capi.enabled', '`capi.enabled`'],
    ['backticks', 'a``b', '<code>a&#96;&#96;b</code>'],
    ['a pipe', 'a|b', '<code>a&#124;b</code>'],
    ['a mention', '@a', '<code>&#64;a</code>'],
    ['HTML', '</code><b>', '<code>&#60;/code&#62;&#60;b&#62;</code>'],
    ['blank', ' ', '<code> </code>'],
  ])('code: %s', (_, text, shown) => {
    expect(codeSpan(text)).toBe(shown);
  });

  test('code shows the text, and ends at its end', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [, ticks, tag] = /^(?:`([^`|\\<>@]+)`|<code>([^`|\\<>@]*)<\/code>)$/.exec(codeSpan(text)) ?? [];
        expect(ticks ?? read(tag ?? '')).toBe(forTerminal(text));
      }),
    );
  });
});

describe('in a workflow command', () => {
  test.each([
    ['data', '100 %\r\n::error::a', '100 %25%0D%0A::error::a'],
    ['property', 'a,b:c%\n', 'a%2Cb%3Ac%25%0A'],
    ['data', '\u001b[31m', '⟨U+001B⟩[31m'],
  ] as const)('%s', (part, text, shown) => {
    expect(forWorkflow(text, part)).toBe(shown);
  });

  test('one command stays one command', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(forWorkflow(text, 'data')).not.toMatch(/[\r\n]/);
        expect(forWorkflow(text, 'property')).not.toMatch(/[\r\n:,]/);
      }),
    );
  });
});

/** A small Markdown reader: entities and backslashes, without invisible spaces. */
function read(inline: string): string {
  return inline
    .replace(/&#8203;/g, '')
    .replace(/\\([!-/:-@[-`{-~])|&#(\d+);|&(amp|lt|gt);/g, (_, sign?: string, code?: string, name?: string) => {
      if (sign !== undefined) return sign;
      if (code !== undefined) return String.fromCharCode(Number(code));
      return name === 'amp' ? '&' : name === 'lt' ? '<' : '>';
    });
}
