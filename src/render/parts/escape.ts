// Foreign text, such as the name of a pixel, may contain anything; on a page it must only be text.

/**
 * Characters that move a cursor, change the reading direction, or are invisible. Emoji joined by a zero-width joiner
 * fall apart; that is the price.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/gu;

/** Also shows line breaks, so split into lines first. */
export function forTerminal(text: string): string {
  return text.replace(UNSEEN, (char) => `⟨U+${hexOf(char).padStart(4, '0')}⟩`);
}

/** The value of the JSON text is unchanged. */
export function forJson(json: string): string {
  // Line breaks outside of strings are layout; inside of strings JSON has escaped them already.
  return json.replace(UNSEEN, (char) => (char === '\n' ? char : unitsOf(char)));
}

/**
 * Inline text of a Markdown page. White space becomes one space.
 *
 * GitHub looks for @mentions and #123 after Markdown, so a backslash or an entity does not stop it; a zero-width space
 * does. Source: docs.github.com, basic writing and formatting syntax; GFM 0.29 spec, autolinks (documented); that the
 * filters run after Markdown (second-hand).
 */
export function forMarkdown(text: string): string {
  return forTerminal(text.replace(/\s+/g, ' '))
    .replace(/[\\`*_~[\]|{}]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\$/g, '&#36;')
    .replace(/@/g, '&#64;&#8203;')
    .replace(/(?<!&)#(?=\d)/g, '&#35;&#8203;')
    .replace(/(?<![a-z\d])(GH-)(?=\d)/gi, '$1&#8203;')
    .replace(/:(?=\/\/)/g, ':&#8203;')
    .replace(/www(?=\.)/gi, '$&&#8203;')
    .replace(/^( ?)([#+=-])/, '$1\\$2')
    .replace(/^( ?\d+)([.)])/, '$1\\$2');
}

/**
 * Code within a line of Markdown or a table cell. Text with a character that could end the span or the cell is in a
 * `<code>` of entities.
 */
export function codeSpan(text: string): string {
  const shown = forTerminal(text);
  return /[`|<>@&\\]/.test(shown) || shown.trim() === '' ? codeTag(text) : `\`${shown}\``;
}

/** For places without Markdown, such as a `<summary>`. Several texts are separated by commas. */
export function codeTag(...texts: readonly string[]): string {
  const shown = texts.map((text) =>
    forTerminal(text).replace(/[!-,.:-@[-`{-~]/g, (char) => `&#${char.charCodeAt(0)};`),
  );
  return `<code>${shown.join(', ')}</code>`;
}

/** Text or a quoted attribute of an HTML page. Line breaks become visible, so split into lines first. */
export function forHtml(text: string): string {
  return forTerminal(text).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A code block whose fence is longer than any run of backticks inside. */
export function fenced(lines: readonly string[], language: string): readonly string[] {
  const shown = lines.map(forTerminal);
  const longest = shown.flatMap(runsOfBackticks).reduce((most, length) => Math.max(most, length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...shown, fence];
}

/** White space stays within its line, so that a run of blank lines is scanned only once. */
const COMMAND = /^((?:[^\S\n\r\u2028\u2029]|\u0085)*:)(?=:)/gm;

/**
 * For the log of a GitHub Actions step. The runner reads commands in lines that begin with `::` after white space, and
 * after `##[` anywhere; a zero-width space stops both.
 *
 * Source: docs.github.com, workflow commands (documented); white space and `##[`: actions/runner `ActionCommand.cs`
 * (second-hand).
 */
export function forLog(text: string): string {
  return text.replace(COMMAND, '$1\u200B').replace(/#(?=#\[)/g, '#\u200B');
}

/**
 * For the message of a workflow command (`data`), or a value before it (`property`). Line breaks survive.
 *
 * Source: docs.github.com, workflow commands; escaping as in @actions/core 1.x `command.ts` (documented).
 */
export function forWorkflow(text: string, part: 'data' | 'property'): string {
  const shown = text.replace(UNSEEN, (char) => (char === '\n' || char === '\r' ? char : forTerminal(char)));
  const data = shown.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  return part === 'data' ? data : data.replace(/:/g, '%3A').replace(/,/g, '%2C');
}

function runsOfBackticks(line: string): readonly number[] {
  return (line.match(/`+/g) ?? []).map((run) => run.length);
}

function hexOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

function unitsOf(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
