import type { Check, Ending, ReportLayer, ReportSpend } from '../../model/index.ts';
import { type Html, html, joined, type Part } from '../html/html.ts';
import { linkTo, SEVERITY_TONES } from '../html/items.ts';
import { counted } from '../parts/phrases.ts';
import { type ManualStep, manualSteps } from '../plan/manual-steps.ts';
import { spendBar } from './bar.ts';
import { layerDetails } from './layer-details.ts';
import {
  ABOVE,
  ATTENTION_TONES,
  ATTENTION_WORDS,
  ENDING_TONES,
  endingDate,
  paceText,
  spentText,
  STANDING_TONES,
} from './words.ts';

/** `first`: how a first click sorts. */
export const COLUMNS = [
  { name: 'status', label: 'Status', first: 'descending' },
  { name: 'layer', label: 'Layer', first: 'ascending' },
  { name: 'mode', label: 'Mode', first: 'ascending' },
  { name: 'state', label: 'State', first: 'ascending' },
  { name: 'spend', label: 'Spent this month', first: 'descending' },
  { name: 'checks', label: 'Checks', first: 'descending' },
  { name: 'steps', label: 'Manual steps', first: 'descending' },
  { name: 'ends', label: 'Ends', first: 'ascending' },
] as const;

type Column = (typeof COLUMNS)[number]['name'];

/** `key` sorts the column: a number or a text; empty for what is unknown, which always comes last. */
type Cell = { readonly key: string | number; readonly body: Part };

/** Of `status`: the most urgent has the highest number. */
export const URGENCY: Readonly<Record<ReportLayer['attention'], number>> = { act: 2, watch: 1, none: 0 };

/** One body of the table per layer: its row, and a second row with what to do, if there is anything. */
export function layerRows(layer: ReportLayer): Html {
  const steps = manualSteps([layer]).flatMap((one) => one.steps);
  const cells = cellsOf(layer, steps);
  const details = layerDetails(layer, steps);
  return html`<tbody role="rowgroup" class="layer">
<tr role="row">${COLUMNS.map(({ name, label }) => cellOf(name, label, cells[name]))}</tr>
${details === undefined ? undefined : html`<tr role="row" class="more"><td role="cell" colspan="${COLUMNS.length}">${details}</td></tr>\n`}</tbody>
`;
}

function cellOf(column: Column, label: string, { key, body }: Cell): Html {
  if (column === 'layer') return html`<th role="rowheader" scope="row" data-key="${key}" class="layer">${body}</th>`;
  return html`<td role="cell" data-key="${key}" class="${column}${body === NONE ? ' none' : ''}" data-label="${label}">${body}</td>`;
}

function cellsOf(layer: ReportLayer, steps: readonly ManualStep[]): Readonly<Record<Column, Cell>> {
  const { name, attention, mode, state, spend, checks, endings } = layer;
  return {
    status: { key: URGENCY[attention], body: statusTag(attention) },
    layer: { key: name, body: nameCell(layer) },
    mode: { key: mode ?? '', body: mode ?? html`<span class="quiet">unknown</span>` },
    state: { key: state, body: state },
    spend: { key: spendKey(spend), body: spendCell(spend) },
    checks: { key: checkWeight(checks), body: checkCell(checks) },
    steps: { key: steps.length, body: steps.length === 0 ? NONE : steps.length },
    ends: endCell(endings),
  };
}

const NONE = html`<span class="quiet" aria-hidden="true">–</span><span class="unseen">none</span>`;

function statusTag(attention: ReportLayer['attention']): Html {
  return html`<span class="tag ${ATTENTION_TONES[attention]}">${ATTENTION_WORDS[attention]}</span>`;
}

function nameCell({ name, accountName, project, address }: ReportLayer): Html {
  const link = linkTo(address, `project ${project.slice(0, 8)}`);
  const where = [...(accountName === null ? [] : [accountName]), link];
  return html`<span class="name">${name}</span>${where.map((part) => html`<span class="where">${part}</span>`)}`;
}

/** The spent share of the cap; nothing if it is unknown or there is no cap. */
function spendKey({ cap, spent }: ReportSpend): number | string {
  if (typeof cap !== 'object' || spent === null || cap.minor <= 0) return '';
  return Number((spent.minor / cap.minor).toFixed(5));
}

function spendCell(spend: ReportSpend): Html {
  const pace = paceText(spend);
  const above = spend.standing === 'above' ? html` <span class="standing bad">${ABOVE}</span>` : undefined;
  return html`<span class="amount">${spentText(spend)}</span>${above}${spendBar(spend)}${
    pace === '' ? undefined : html`<span class="pacing ${STANDING_TONES[spend.standing]}">${pace}</span>`
  }`;
}

const SEVERITIES: readonly Check['severity'][] = ['error', 'warning', 'note'];

function countOf(checks: readonly Check[], severity: Check['severity']): number {
  return checks.filter((check) => check.severity === severity).length;
}

/** Any error weighs more than all warnings. */
function checkWeight(checks: readonly Check[]): number {
  return SEVERITIES.reduce((sum, severity) => sum * 1000 + countOf(checks, severity), 0);
}

function checkCell(checks: readonly Check[]): Part {
  const parts = SEVERITIES.flatMap((severity) => {
    const number = countOf(checks, severity);
    return number === 0 ? [] : [html`<span class="${SEVERITY_TONES[severity]}">${counted(number, severity)}</span>`];
  });
  return parts.length === 0 ? NONE : joined(parts, ' ');
}

/** The first that has a date or has ended. */
function endCell(endings: readonly Ending[]): Cell {
  const first = endings.find(({ state }) => state !== 'no date');
  if (first === undefined) return { key: '', body: NONE };
  return {
    key: first.until ?? '0',
    body: html`<span class="${ENDING_TONES[first.state]}">${endingDate(first)}</span>`,
  };
}
