import type { LiveValue, Plan, PlannedLayer } from '../model/index.ts';
import { driftAlone, goneDocuments, ignoredSettings, notLookedAtText, overwritten, type Section } from './base.ts';
import { checkLines } from './check-lines.ts';
import { allowOption, confirmCommand } from './command.ts';
import { counted } from './counting.ts';
import { fieldsAsLines } from './field-text.ts';
import { linesOfChange, liveSide, readingOf } from './fields.ts';
import { moneyText } from './money.ts';
import { type LayerTodo, type TodoStep, todosOf, todoTitle } from './people.ts';
import { stepAndCallsText } from './step.ts';
import { joinSections, asTerminal, type Line, line, type TextOptions, type Tone } from './style.ts';
import { unknownLines } from './unknown.ts';
import { sideText, valueLines } from './value.ts';
import { unreadLines, headlineText } from './verdict.ts';
import { whereText } from './where.ts';

/**
 * A plan for a terminal. The most important parts come first: the headline, money, refusals, changes, manual steps, and
 * then notes. The same plan gives the same bytes.
 */
export function planAsText(plan: Plan, options: TextOptions): string {
  return asTerminal(
    joinSections([
      [
        verdictLine(plan),
        ...unreadLines(plan.unread),
        ...plan.money.map((money) => line(0, moneyText(money, plan.costCapUnit))),
      ],
      refusalLines(plan),
      changeLines(plan),
      todoLines(todosOf(plan.layers), todoTitle(plan)),
      sectionLines(overwritten(plan, false), 'warning'),
      checkLines(plan.layers),
      sectionLines(driftAlone(plan, false), 'warning'),
      releasedLines(plan),
      sectionLines(goneDocuments(plan), 'strong'),
      sectionLines(ignoredSettings(plan), 'warning'),
      unknownLines(plan.layers),
      [...skippedText(plan), line(0, callsText(plan), 'quiet')],
    ]),
    options,
  );
}

function sectionLines({ title, groups }: Section, tone: Tone): readonly Line[] {
  if (groups.length === 0) return [];
  return [
    line(0, title, tone),
    ...groups.flatMap(({ layer, lines }) => [
      ...(layer === undefined ? [] : [line(1, layer)]),
      ...lines.map((text) => line(layer === undefined ? 1 : 2, text)),
    ]),
  ];
}

function skippedText(plan: Plan): readonly Line[] {
  const text = notLookedAtText(plan);
  return text === undefined ? [] : [line(0, text, 'quiet')];
}

/** API requests of the plan, and the forecast for an apply. */
export function callsText({ calls }: Plan): string {
  return `${counted(calls.used, 'API call')} used; an apply will send ${calls.forecast}.`;
}

function verdictLine(plan: Plan): Line {
  const tone: Tone = plan.refusals.length + plan.unread.length > 0 ? 'bad' : 'strong';
  return line(0, headlineText(plan), tone);
}

function refusalLines({ refusals, allowed }: Plan): readonly Line[] {
  const lifted = allowed.map(({ policy, subject }) => line(0, `Lifted: ${policy} for ${subject}`, 'warning'));
  if (refusals.length === 0) return lifted;
  return [
    line(0, 'Refused', 'bad'),
    ...refusals.flatMap((refusal) => [
      line(1, [refusal.policy, ...(refusal.location ? [whereText(refusal.location)] : [])].join('  ')),
      line(2, refusal.message),
      line(2, `To allow it: ${allowOption(refusal)}`),
    ]),
    ...lifted,
  ];
}

function changeLines(plan: Plan): readonly Line[] {
  const layers = plan.layers.filter((layer) => layer.changes.length > 0);
  if (layers.length === 0) return [];
  return [line(0, 'Changes', 'strong'), ...layers.flatMap((layer) => layerLines(plan, layer))];
}

function layerLines(plan: Plan, layer: PlannedLayer): readonly Line[] {
  const reading = readingOf(plan, layer, false);
  return [
    line(1, `${layer.name}  ${layer.file}`, 'strong'),
    ...layer.changes.flatMap((change) => [
      line(2, `${change.kind} (${stepAndCallsText(change)})`),
      ...fieldsAsLines(linesOfChange(change, reading), 3),
    ]),
  ];
}

function todoLines(todos: readonly LayerTodo[], title: string): readonly Line[] {
  if (todos.length === 0) return [];
  return [
    line(0, title, 'strong'),
    ...todos.flatMap(({ layer, steps }) => [
      line(1, layer, 'strong'),
      ...steps.flatMap(stepLines),
      line(2, `then: ${confirmCommand(layer)}`),
    ]),
  ];
}

function stepLines({ screens, tasks, paste }: TodoStep, index: number): readonly Line[] {
  const number = `${index + 1}. `;
  const below = ' '.repeat(number.length);
  const [first = '', ...others] = screens;
  return [
    line(2, `${number}${first}`),
    ...[...others, ...tasks].map((text) => line(2, `${below}${text}`)),
    ...(paste === undefined ? [] : valueLines(paste).map((text) => line(2, `${below}${text}`))),
  ];
}

function releasedLines(plan: Plan): readonly Line[] {
  const lines = plan.layers.flatMap((layer) => {
    if (layer.released.length === 0) return [];
    const reading = readingOf(plan, layer, false);
    return [
      line(1, layer.name),
      ...layer.released.map(({ path, live }) =>
        line(2, `${path}: ${staysText(live, sideText(liveSide(path, live, reading)))}`),
      ),
    ];
  });
  return lines.length === 0 ? [] : [line(0, 'Released: written before, and left as it is', 'strong'), ...lines];
}

/** `stays 30000 live`. An unknown value stays as well. */
export function staysText(live: LiveValue, shown: string): string {
  if (live.provenance === 'unknown') return 'stays as it is live (unknown)';
  return live.value === undefined ? 'stays absent live' : `stays ${shown} live`;
}
