import { codeTag, forMarkdown } from './escape.ts';
import { withoutNumbers } from './public-redaction.ts';

/** Empty parts leave no gap. */
export function asPage(parts: readonly (readonly string[])[]): string {
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Empty without lines. */
export function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, '', ...lines];
}

/** Empty without lines. `summary` is HTML already. */
export function folded(summary: string, lines: readonly string[], open = false): readonly string[] {
  if (lines.length === 0) return [];
  // GitHub only reads Markdown inside after an empty line.
  return [open ? '<details open>' : '<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}

/** Names below a sentence, folded. One line, so that it can end a list item. */
export function foldedNames(names: readonly string[], max: number): string {
  const rest = names.length - max;
  // One tag for all: 1,000 names fit into a comment more than once.
  const shown = codeTag(...names.slice(0, max));
  return `<details><summary>Names</summary>${shown}${rest > 0 ? ` and ${rest} more` : ''}</details>`;
}

export function firstLines(lines: readonly string[], max: number, rest = 'more'): readonly string[] {
  return lines.length <= max ? lines : [...lines.slice(0, max), `- and ${lines.length - max} ${rest}`];
}

/** A sentence of ours that may contain foreign text or numbers. */
export function sentence(text: string, hideMoney: boolean): string {
  return forMarkdown(hideMoney ? withoutNumbers(text) : text);
}

/** Only accepts characters that a URL needs: any other could end the link, or start a new one. */
export function runLink(url: string | undefined, words: string): string | undefined {
  return url !== undefined && /^https?:\/\/[\w.:/-]{1,1000}$/.test(url) ? `[${words}](${url})` : undefined;
}

/**
 * A link; only its words if the address is not a web address that Markdown reads as one.
 *
 * @param words are Markdown already
 */
export function link(words: string, url: string | undefined): string {
  const address = url?.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return address !== undefined && /^https?:\/\/[\w.:/%~#-]{1,2000}$/.test(address) ? `[${words}](${address})` : words;
}

/** The first page within the limit; otherwise the last. Later pages are only made if needed. */
export function firstThatFits(pages: readonly (() => string)[], maxBytes: number): string {
  let shown = '';
  for (const page of pages) {
    shown = page();
    if (byteLength(shown) <= maxBytes) return shown;
  }
  return shown;
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
