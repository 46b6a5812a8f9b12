import { amountText, type Problem, type Report, type ReportLayer, type ReportMoney } from '../../model/index.ts';
import { type Html, html } from '../html/html.ts';
import { remedyText } from '../html/items.ts';
import { asHtmlPage } from '../html/page.ts';
import { counted } from '../parts/phrases.ts';
import { incompleteHead } from '../parts/coverage.ts';
import { bar } from './bar.ts';
import { reportCounts, resultText } from './headline.ts';
import { COLUMNS, layerRows, URGENCY } from './layer-rows.ts';
import { REPORT_SCRIPT } from './script.ts';
import { REPORT_STYLE } from './style.ts';
import { ENDING_TONES, endingDate, endingText, moneyNotes } from './words.ts';

/**
 * A page for people: the headline, money, what ends, and a table of layers that can be sorted and filtered. Complete
 * without scripts, and without network.
 *
 * @param problems why it is incomplete
 */
export function reportAsHtml(report: Report, problems: readonly Problem[]): string {
  const { sandbox, repository, at, layers, unread, money, calls } = report;
  const title = `${sandbox ? 'SANDBOX · ' : ''}Report · ${repository ?? 'reconcile'}`;
  const body = html`<main>
<div class="over"><span><strong>Report</strong>${repository === null ? undefined : ` · ${repository}`}${sandbox ? html` <span class="tag warning">SANDBOX</span>` : undefined}</span><span>read <time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 16)} UTC</time></span></div>
<h1>${incomplete(unread, layers)}${resultText(report)}</h1>
${counts(report)}
${notRead(unread, problems)}
${moneyCards(money)}
${endings(layers)}
${layerTable(layers)}
</main>
<footer>
<p>Spend is that of the whole ad account at TikTok since the first of the month, in the time zone of the account. What is unknown is never shown as 0.</p>
<p>The pace is the daily average so far, for the whole month. reconcile stops no spend by itself.</p>
<p>${counted(calls, 'API call')} used.</p>
</footer>
`;
  return asHtmlPage({ title, body, style: REPORT_STYLE, script: REPORT_SCRIPT });
}

function incomplete(unread: readonly string[], layers: readonly ReportLayer[]): Html | undefined {
  const text = incompleteHead(unread, layers.length + unread.length).trim();
  return text === '' ? undefined : html`<span class="bad">${text} </span>`;
}

function counts(report: Report): Html | undefined {
  const all = reportCounts(report);
  if (all.length === 0) return undefined;
  return html`<ul class="counts">${all.map(({ text, tone }) => html`<li class="tag ${tone}">${text}</li>`)}</ul>`;
}

function notRead(unread: readonly string[], problems: readonly Problem[]): Html | undefined {
  if (problems.length + unread.length === 0) return undefined;
  const causes = problems.map(
    ({ code, message, remedy }) => html`<li><code>${code}</code><p>${message}</p>${remedyText(remedy)}</li>`,
  );
  const names = unread.length === 0 ? undefined : html`<p class="names">Not read: ${unread.join(', ')}</p>`;
  return html`<section class="card notice" aria-label="Problems"><ul>${causes}</ul>${names}</section>`;
}

function moneyCards(money: readonly ReportMoney[]): Html | undefined {
  if (money.length === 0) return undefined;
  return html`<section class="money" aria-label="Money by currency">${money.map(moneyCard)}</section>`;
}

function moneyCard(line: ReportMoney): Html {
  const { currency, caps, spent, pace, uncapped, unknownCaps, unknownSpend } = line;
  const isKnown = uncapped + unknownCaps + unknownSpend === 0 && caps.minor > 0;
  const share = (minor: number) => Math.min((minor / caps.minor) * 100, 125);
  const least = unknownSpend === 0 ? undefined : 'at least ';
  return html`<div class="card"><p class="unit"><b>${currency}</b> spent this month</p>
<p class="figure"><small>${least}</small>${amountText(spent)}</p>
${isKnown ? bar({ spent: share(spent.minor), pace: share(pace.minor), elapsed: undefined }) : undefined}
<p>of ${amountText(caps)} in caps, on pace for ${least}${amountText(pace)}</p>
<p class="names">${moneyNotes(line).join(' · ')}</p></div>`;
}

const MAX_ENDINGS = 12;

/** Everything that has ended or ends at a date, the next first. */
function endings(layers: readonly ReportLayer[]): Html | undefined {
  const all = layers
    .flatMap(({ name, endings: found }) => found.map((ending) => ({ name, ending })))
    .filter(({ ending }) => ending.state !== 'no date')
    .sort((a, b) => ((a.ending.until ?? '') < (b.ending.until ?? '') ? -1 : 1));
  if (all.length === 0) return undefined;
  const items = all.map(
    ({ name, ending }) =>
      html`<li><span class="${ENDING_TONES[ending.state]}">${endingDate(ending)}</span><span>${name}<br><span class="quiet">${endingText(ending)}</span></span></li>`,
  );
  const rest = items.slice(MAX_ENDINGS);
  return html`<h2>What ends</h2><section class="card" aria-label="What ends"><ul class="endings">${items.slice(0, MAX_ENDINGS)}</ul>${
    rest.length === 0
      ? undefined
      : html`<details><summary>${rest.length} more</summary><ul class="endings">${rest}</ul></details>`
  }</section>`;
}

function layerTable(layers: readonly ReportLayer[]): Html | undefined {
  if (layers.length === 0) return undefined;
  const sorted = layers.toSorted((a, b) => URGENCY[b.attention] - URGENCY[a.attention]);
  return html`<h2 id="layers">Layers</h2>
<div class="tools with-script" hidden><label>Filter <input type="search" autocomplete="off" spellcheck="false"></label><label><input type="checkbox" autocomplete="off"> Only what needs attention</label><span role="status">${counted(layers.length, 'layer')}</span></div>
${legend()}
<table role="table" class="layers" aria-labelledby="layers">
<thead role="rowgroup"><tr role="row">${COLUMNS.map(
    ({ name, label, first }) =>
      html`<th role="columnheader" scope="col" data-first="${first}"${name === 'status' ? html` aria-sort="descending"` : undefined}><button type="button" disabled>${label}</button></th>`,
  )}</tr></thead>
${sorted.map(layerRows)}</table>`;
}

function legend(): Html {
  const sample = (shape: Html) =>
    html`<svg viewBox="0 0 18 10" class="bar" aria-hidden="true" focusable="false">${shape}</svg>`;
  const block = (name: string) => sample(html`<rect class="${name}" y="2" width="18" height="6"/>`);
  const mark = (name: string) => sample(html`<rect class="${name}" x="8" width="2" height="10"/>`);
  return html`<ul class="legend" aria-label="Legend of the bars"><li>${block('spent')}spent</li><li>${block('pace')}on pace until the end of the month</li><li>${mark('today')}day of the month</li><li>${mark('cap')}cap</li></ul>`;
}
