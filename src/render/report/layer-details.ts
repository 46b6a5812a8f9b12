import type { Check, Ending, ReportLayer } from '../../model/index.ts';
import { type Html, html } from '../html/html.ts';
import { checkItem, stepItem, titledList } from '../html/items.ts';
import { confirmCommand } from '../parts/phrases.ts';
import { openText } from '../parts/step.ts';
import type { ManualStep } from '../plan/manual-steps.ts';
import { ENDING_TONES, endingDate, endingText } from './words.ts';

/** Checks with their remedies, manual steps, other open changes and endings; folded. `undefined` if there is nothing. */
export function layerDetails(layer: ReportLayer, steps: readonly ManualStep[]): Html | undefined {
  const { name, file, checks, changes, endings } = layer;
  const others = changes.filter(({ step }) => step.by !== 'human');
  const dated = endings.filter(({ state }) => state !== 'no date');
  if (checks.length + changes.length + dated.length === 0) return undefined;
  const confirm = steps.length === 0 ? [] : [html`<p class="remedy">then: <code>${confirmCommand(name)}</code></p>`];
  const sections = [
    titledList(
      'Checks',
      bySeverity(checks).map((check) => checkItem(check)),
    ),
    titledList('Manual steps', [...steps.map(stepItem), ...confirm]),
    titledList(
      'Open changes',
      others.map((change) => html`<p><code>${change.kind}</code> ${openText(change, changes)}</p>`),
    ),
    titledList('What ends', endings.map(endingItem)),
  ];
  return html`<details><summary>${summaryText(layer, steps, dated)}</summary><div class="details">${sections}<p class="names">${file}</p></div></details>`;
}

export function endingItem(ending: Ending): Html {
  return html`<p>${endingText(ending)}: <span class="${ENDING_TONES[ending.state]}">${endingDate(ending)}</span></p>`;
}

/** The most important fact in one line; details repeat it. */
function summaryText({ checks, changes }: ReportLayer, steps: readonly ManualStep[], dated: readonly Ending[]): string {
  const [worst] = bySeverity(checks);
  const [ending] = dated;
  const [change] = changes;
  if (worst !== undefined && worst.severity !== 'note') return worst.message;
  if (steps[0] !== undefined) return `Manual: ${steps[0].tasks[0] ?? steps[0].screens[0] ?? ''}`;
  if (change !== undefined) return `${change.kind}: ${openText(change, changes)}`;
  return worst?.message ?? (ending === undefined ? '' : `${endingText(ending)}: ${endingDate(ending)}`);
}

const SEVERITIES: readonly Check['severity'][] = ['error', 'warning', 'note'];

function bySeverity(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
