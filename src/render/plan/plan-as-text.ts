import { MAX_NAMES, type Plan } from '../../model/index.ts';
import { checkLines } from '../parts/checks.ts';
import { uncheckedTexts, unknownLines, unreadLines } from '../parts/coverage.ts';
import { fieldsAsLines } from '../parts/field-text.ts';
import { linesOfChange, readingOf } from '../parts/fields.ts';
import { allowOptions, confirmCommand, counted, locationText, namesText } from '../parts/phrases.ts';
import { stepAndCallsText } from '../parts/step.ts';
import {
  asTerminal,
  joinSections,
  type Line,
  line,
  type TextOptions,
  type Tone,
  maxNamesOf,
} from '../parts/terminal.ts';
import { valueLines } from '../parts/value.ts';
import { adoptions, type Adoptions, ADOPTIONS_TITLE } from './adoptions.ts';
import {
  allowedTexts,
  type ChangeBlock,
  changeBlocks,
  locationsOf,
  OWN_SCREEN,
  placesText,
  type RefusalGroup,
  refusalGroups,
  type StepGroup,
  stepGroups,
  withoutWaiting,
} from './groups.ts';
import { headlineText } from './headline.ts';
import { type ManualStep, manualSteps, manualStepsTitle } from './manual-steps.ts';
import { moneyTexts } from './money.ts';
import {
  closingTexts,
  endpointTexts,
  driftLeftAlone,
  ignoredSettings,
  introducedSettings,
  overwrittenEdits,
  releasedFields,
  removedDocuments,
  renamedDocuments,
  type Section,
  shardNote,
} from './sections.ts';

/**
 * A plan for a terminal. The most important parts come first: the headline, money, refusals, changes, manual steps, and
 * then notes. The same plan gives the same bytes.
 */
export function planAsText(plan: Plan, options: TextOptions): string {
  const maxNames = maxNamesOf(options);
  return asTerminal(
    joinSections([
      [
        line(0, headlineText(plan), plan.refusals.length + plan.unread.length > 0 ? 'bad' : 'strong'),
        ...unreadLines(plan.unread),
        ...moneyTexts(plan, false).map((text) => line(0, text)),
      ],
      refusalLines(plan, maxNames),
      sectionLines(shardNote(plan), 'warning', maxNames),
      adoptionLines(adoptions(plan), maxNames),
      changeLines(plan, maxNames),
      manualStepLines(plan, maxNames),
      sectionLines(overwrittenEdits(plan, false), 'warning', maxNames),
      checkLines(plan.layers, maxNames),
      sectionLines(driftLeftAlone(plan, false), 'warning', maxNames),
      sectionLines(releasedFields(plan, false), 'strong', maxNames),
      sectionLines(renamedDocuments(plan), 'strong', maxNames),
      sectionLines(removedDocuments(plan, false), 'strong', maxNames),
      sectionLines(introducedSettings(plan), 'strong', maxNames),
      sectionLines(ignoredSettings(plan), 'warning', maxNames),
      unknownLines(plan.layers, maxNames),
      [
        ...closingTexts(plan, maxNames).map((text) => line(0, text, 'quiet')),
        ...(options.verbose === true ? endpointTexts(plan).map((text) => line(1, text, 'quiet')) : []),
        ...(options.verbose === true ? uncheckedTexts(plan.layers).map((text) => line(0, text, 'quiet')) : []),
      ],
    ]),
    options,
  );
}

function refusalLines({ refusals, allowed }: Plan, maxNames: number): readonly Line[] {
  const allowedLines = allowedTexts(allowed, maxNames).map((text) => line(0, text, 'warning'));
  if (refusals.length === 0) return allowedLines;
  return [
    line(0, 'Refused', 'bad'),
    ...refusalGroups(refusals).flatMap((group) => refusalGroupLines(group, maxNames)),
    ...allowedLines,
  ];
}

function adoptionLines(adopt: Adoptions | undefined, maxNames: number): readonly Line[] {
  if (adopt === undefined) return [];
  const rest = adopt.layers.length - maxNames;
  return [
    line(0, ADOPTIONS_TITLE, 'strong'),
    line(1, adopt.why),
    ...adopt.steps.map((text, index) => line(1, `${index + 1}. ${text}`)),
    line(2, adopt.command),
    ...adopt.layers.slice(0, maxNames).map(({ name, screen }) => line(1, `${name}  ${screen}`)),
    ...(rest > 0 ? [line(1, `and ${rest} more`)] : []),
  ];
}

function refusalGroupLines(group: RefusalGroup, maxNames: number): readonly Line[] {
  const [refusal] = group;
  const { policy, message, location } = refusal;
  const at = group.length > 1 ? placesText(locationsOf(group)) : location === undefined ? '' : locationText(location);
  return [
    line(1, [policy, at].filter((part) => part !== '').join('  ')),
    line(2, message),
    ...(group.length > 1
      ? [
          line(
            2,
            namesText(
              group.map(({ subject }) => subject),
              maxNames,
            ),
          ),
        ]
      : []),
    line(2, `To allow it: ${allowOptions(group)}`),
  ];
}

function changeLines(plan: Plan, maxNames: number): readonly Line[] {
  const all = changeBlocks(plan);
  if (all.length === 0) return [];
  const { blocks, left } = maxNames > MAX_NAMES ? { blocks: all } : withoutWaiting(all);
  return [
    line(0, 'Changes', 'strong'),
    ...blocks.flatMap((block) => blockLines(plan, block, maxNames)),
    ...(left === undefined ? [] : [line(1, left)]),
  ];
}

function blockLines(plan: Plan, { layers, changes, shared }: ChangeBlock, maxNames: number): readonly Line[] {
  const [layer] = layers;
  const { app, ...reading } = readingOf(plan, layer, false);
  const isGroup = layers.length > 1;
  return [
    line(
      1,
      isGroup
        ? namesText(
            layers.map(({ name }) => name),
            maxNames,
          )
        : `${layer.name}  ${layer.file}`,
      'strong',
    ),
    ...changes.flatMap(({ change, sources }) => [
      line(
        2,
        isGroup
          ? `${change.kind} (${stepAndCallsText(change)} each)  ${placesText(sources)}`.trimEnd()
          : `${change.kind} (${stepAndCallsText(change)})`,
      ),
      ...fieldsAsLines(linesOfChange(change, isGroup || app === undefined ? reading : { ...reading, app }), 3),
    ]),
    ...(shared > 0 ? [line(2, `${counted(shared, 'more change')} above, with other layers`, 'quiet')] : []),
  ];
}

function manualStepLines(plan: Plan, maxNames: number): readonly Line[] {
  const groups = stepGroups(manualSteps(plan.layers));
  if (groups.length === 0) return [];
  return [line(0, manualStepsTitle(plan), 'strong'), ...groups.flatMap((group) => stepGroupLines(group, maxNames))];
}

function stepGroupLines({ layers, steps }: StepGroup, maxNames: number): readonly Line[] {
  const isGroup = layers.length > 1;
  const shown = layers.slice(0, maxNames);
  const rest = layers.length - shown.length;
  return [
    line(1, isGroup ? `${layers.length} layers, each:` : shown.map(({ name }) => name).join(''), 'strong'),
    ...steps.flatMap(stepLines),
    ...(isGroup
      ? [
          line(2, 'then: reconcile confirm NAME'),
          ...shown.map(({ name, screens }) => line(2, [name, ...screens].join('  '))),
          ...(rest > 0 ? [line(2, `and ${rest} more`)] : []),
        ]
      : shown.map(({ name }) => line(2, `then: ${confirmCommand(name)}`))),
  ];
}

function stepLines({ screens, tasks, paste }: ManualStep, index: number): readonly Line[] {
  const number = `${index + 1}. `;
  const below = ' '.repeat(number.length);
  const [first = OWN_SCREEN, ...others] = screens;
  return [
    line(2, `${number}${first}`),
    ...[...others, ...tasks].map((text) => line(2, `${below}${text}`)),
    ...(paste === undefined ? [] : valueLines(paste).map((text) => line(2, `${below}${text}`))),
  ];
}

function sectionLines({ title, groups }: Section, tone: Tone, maxNames: number): readonly Line[] {
  if (groups.length === 0) return [];
  return [
    line(0, title, tone),
    ...groups.flatMap(({ layers, lines }) => [
      ...(layers.length === 0 ? [] : [line(1, layers.length === 1 ? layers.join('') : namesText(layers, maxNames))]),
      ...lines.map((text) => line(layers.length === 0 ? 1 : 2, text)),
    ]),
  ];
}
