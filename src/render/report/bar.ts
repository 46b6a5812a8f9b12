import type { ReportSpend } from '../../model/index.ts';
import { type Html, html } from '../html/html.ts';

/** Of the width, in percent of the cap: room for spend above it. */
const WIDTH = 125;

/**
 * Spend against the cap: spent, projected end of the month, a line at the cap, and a mark at the day of the month. The cap
 * is at the same place in every bar. Text beside it has the same facts, so it is hidden from screen readers. `undefined`
 * if the spend or the cap is unknown: an empty bar would look like 0.
 */
export function spendBar({ cap, spent, pace, month }: ReportSpend): Html | undefined {
  if (typeof cap !== 'object' || spent === null || pace === null || cap.minor <= 0) return undefined;
  const share = (minor: number) => rounded(Math.min((minor / cap.minor) * 100, WIDTH));
  const elapsed = month === null ? undefined : (month.day / month.days) * 100;
  return bar({ spent: share(spent.minor), pace: share(pace.minor), elapsed });
}

export type Bar = {
  /** All three in percent of the cap. */
  readonly spent: number;
  readonly pace: number;
  readonly elapsed: number | undefined;
};

/** Only attributes of shapes: the page allows no style attributes. */
export function bar({ spent, pace, elapsed }: Bar): Html {
  const [inCap, beyond] = [Math.min(spent, 100), Math.max(spent, pace)];
  const shapes = [
    shape('track', 0, 100),
    shape('pace', 0, Math.min(beyond, 100)),
    shape('beyond', 100, beyond),
    shape('spent', 0, inCap),
    shape('above', 100, spent),
    elapsed === undefined ? undefined : mark('today', elapsed),
    mark('cap', 100),
  ];
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${shapes}</svg>`;
}

/** Nothing if it has no width. */
function shape(name: string, from: number, to: number): Html | undefined {
  if (to <= from) return undefined;
  return html`<rect class="${name}" x="${from}" y="2" width="${rounded(to - from)}" height="6"/>`;
}

function mark(name: string, at: number): Html {
  return html`<rect class="${name}" x="${rounded(at - 0.3)}" width="0.6" height="10"/>`;
}

function rounded(percent: number): number {
  return Math.round(percent * 10) / 10;
}
