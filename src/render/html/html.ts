import { forHtml } from '../parts/escape.ts';

/** A symbol, so that no value from JSON or YAML can pass for HTML. */
const TEXT = Symbol('html');

/** HTML that is already escaped. Only `html` and `rawHtml` make it. */
export type Html = { readonly [TEXT]: string };

/** A plain string is text, and escaped. Lists are joined. `undefined` is nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

/** A template whose values are escaped, in text and in quoted attributes alike. */
export function html(literals: TemplateStringsArray, ...values: readonly Part[]): Html {
  return rawHtml(literals.map((literal, index) => literal + textOf(values[index])).join(''));
}

/** @param text our own, never from outside */
export function rawHtml(text: string): Html {
  return { [TEXT]: text };
}

export function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return forHtml(part);
  if (typeof part === 'number') return String(part);
  return TEXT in part ? part[TEXT] : part.map(textOf).join('');
}

/** The parts with a separator between them. */
export function joined(parts: readonly Part[], separator: Part): Html {
  return html`${parts.map((part, index) => (index === 0 ? part : [separator, part]))}`;
}
