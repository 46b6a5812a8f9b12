import type { Check, Value } from '../../model/index.ts';
import { valueLines } from '../parts/value.ts';
import { type Html, html, joined, type Part, rawHtml } from './html.ts';

export const SEVERITY_TONES = { error: 'bad', warning: 'warning', note: 'quiet' } as const;

/** A link with its address as text; only text if it is not a plain web address. */
export function linkTo(address: string, words: Part = address): Html {
  if (!/^https:\/\/[\w.:/%~#-]{1,2000}$/.test(address)) return html`${words}`;
  return html`<a href="${address}" rel="noreferrer noopener">${words}</a>`;
}

export function codeBlock(lines: readonly Part[]): Html {
  return html`<pre>${joined(lines, rawHtml('\n'))}</pre>`;
}

export function severityTag(severity: Check['severity']): Html {
  return html`<span class="tag ${SEVERITY_TONES[severity]}">${severity}</span>`;
}

/** Empty without items. */
export function titledList(title: string, items: readonly Part[]): Html | undefined {
  if (items.length === 0) return undefined;
  return html`<h3>${title}</h3><ul class="items">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** A check and its remedy. */
export function checkItem({ severity, code, message, remedy }: Omit<Check, 'layer' | 'location'>, names?: Part): Html {
  return html`<p>${severityTag(severity)} <code>${code}</code></p>${names}<p>${message}</p>${remedyText(remedy)}`;
}

export function remedyText(remedy: string | undefined): Html | undefined {
  return remedy === undefined ? undefined : html`<p class="remedy">${remedy}</p>`;
}

export type StepItem = {
  readonly screens: readonly string[];
  readonly tasks: readonly string[];
  readonly paste?: Value;
};

export function stepItem({ screens, tasks, paste }: StepItem): Html {
  return html`${[...screens.map((screen) => linkTo(screen)), ...tasks].map((part) => html`<p>${part}</p>`)}${
    paste === undefined ? undefined : codeBlock(valueLines(paste))
  }`;
}
