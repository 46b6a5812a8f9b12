import { MAX_NAMES, type Plan, type PlannedLayer } from '../../model/index.ts';
import { checkLines } from '../parts/checks.ts';
import { unknownLines, unreadLines } from '../parts/coverage.ts';
import { fieldsAsLines } from '../parts/field-text.ts';
import { linesOfChange, readingOf } from '../parts/fields.ts';
import { allowOption, confirmCommand, locationText } from '../parts/phrases.ts';
import { stepAndCallsText } from '../parts/step.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions, type Tone } from '../parts/terminal.ts';
import { valueLines } from '../parts/value.ts';
import { adoptions, type Adoptions, ADOPTIONS_TITLE } from './adoptions.ts';
import { headlineText } from './headline.ts';
import { type ManualStep, type ManualSteps, manualSteps, manualStepsTitle } from './manual-steps.ts';
import { moneyTexts } from './money.ts';
import {
  closingTexts,
  driftLeftAlone,
  ignoredSettings,
  overwrittenEdits,
  releasedFields,
  removedDocuments,
  renamedDocuments,
  type Section,
} from './sections.ts';

/**
 * A plan for a terminal. The most important parts come first: the headline, money, refusals, changes, manual steps, and
 * then notes. The same plan gives the same bytes.
 */
export function planAsText(plan: Plan, options: TextOptions): string {
  return asTerminal(
    joinSections([
      [
        line(0, headlineText(plan), plan.refusals.length + plan.unread.length > 0 ? 'bad' : 'strong'),
        ...unreadLines(plan.unread),
        ...moneyTexts(plan, false).map((text) => line(0, text)),
      ],
      refusalLines(plan),
      adoptionLines(adoptions(plan)),
      changeLines(plan),
      manualStepLines(manualSteps(plan.layers), manualStepsTitle(plan)),
      sectionLines(overwrittenEdits(plan, false), 'warning'),
      checkLines(plan.layers),
      sectionLines(driftLeftAlone(plan, false), 'warning'),
      sectionLines(releasedFields(plan, false), 'strong'),
      sectionLines(renamedDocuments(plan), 'strong'),
      sectionLines(removedDocuments(plan), 'strong'),
      sectionLines(ignoredSettings(plan), 'warning'),
      unknownLines(plan.layers),
      closingTexts(plan).map((text) => line(0, text, 'quiet')),
    ]),
    options,
  );
}

function refusalLines({ refusals, allowed }: Plan): readonly Line[] {
  const allowedLines = allowed.map(({ policy, subject }) => line(0, `Allowed: ${policy} for ${subject}`, 'warning'));
  if (refusals.length === 0) return allowedLines;
  return [
    line(0, 'Refused', 'bad'),
    ...refusals.flatMap((refusal) => [
      line(1, [refusal.policy, ...(refusal.location ? [locationText(refusal.location)] : [])].join('  ')),
      line(2, refusal.message),
      line(2, `To allow it: ${allowOption(refusal)}`),
    ]),
    ...allowedLines,
  ];
}

function adoptionLines(adopt: Adoptions | undefined): readonly Line[] {
  if (adopt === undefined) return [];
  const rest = adopt.layers.length - MAX_NAMES;
  return [
    line(0, ADOPTIONS_TITLE, 'strong'),
    line(1, adopt.why),
    ...adopt.steps.map((text, index) => line(1, `${index + 1}. ${text}`)),
    line(2, adopt.command),
    ...adopt.layers.slice(0, MAX_NAMES).map(({ name, screen }) => line(1, `${name}  ${screen}`)),
    ...(rest > 0 ? [line(1, `and ${rest} more`)] : []),
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

function manualStepLines(layers: readonly ManualSteps[], title: string): readonly Line[] {
  if (layers.length === 0) return [];
  return [
    line(0, title, 'strong'),
    ...layers.flatMap(({ layer, steps }) => [
      line(1, layer, 'strong'),
      ...steps.flatMap(stepLines),
      line(2, `then: ${confirmCommand(layer)}`),
    ]),
  ];
}

function stepLines({ screens, tasks, paste }: ManualStep, index: number): readonly Line[] {
  const number = `${index + 1}. `;
  const below = ' '.repeat(number.length);
  const [first = '', ...others] = screens;
  return [
    line(2, `${number}${first}`),
    ...[...others, ...tasks].map((text) => line(2, `${below}${text}`)),
    ...(paste === undefined ? [] : valueLines(paste).map((text) => line(2, `${below}${text}`))),
  ];
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
