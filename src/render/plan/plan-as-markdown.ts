import { nameList, type Plan, type Problem } from '../../model/index.ts';
import { checkCounts, checkGroups, checksAsMarkdown } from '../parts/checks.ts';
import { uncheckedTexts, UNKNOWN_TITLE, unknownGroups, unreadText } from '../parts/coverage.ts';
import { codeSpan, codeTag, fenced, forMarkdown } from '../parts/escape.ts';
import { asPage, firstLines, folded, foldedNames, sentence, titled } from '../parts/page.ts';
import { confirmCommand, counted } from '../parts/phrases.ts';
import { withoutHidden, withoutIds } from '../parts/public-redaction.ts';
import { valueLines } from '../parts/value.ts';
import { problemLine } from '../parts/problem-line.ts';
import { adoptions, type Adoptions, ADOPTIONS_TITLE } from './adoptions.ts';
import { changesAsMarkdown } from './changes-as-markdown.ts';
import { OWN_SCREEN, type StepGroup, stepGroups } from './groups.ts';
import { headlineText } from './headline.ts';
import { type ManualStep, manualSteps, manualStepsTitle } from './manual-steps.ts';
import { mergingText } from './merging.ts';
import { moneyTexts } from './money.ts';
import { raisesAsMarkdown } from './raises.ts';
import { refusals } from './refusals-as-markdown.ts';
import type { PageView, ReviewFacts } from './review-facts.ts';
import {
  closingTexts,
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

/** A longer list of layers to adopt is folded. */
const MAX_OPEN_ADOPTIONS = 5;

export type MarkdownOptions = {
  /** Leaves out money and account ids, for a public page. */
  readonly hideMoney?: boolean;
  /** Names shown in each fold; all if absent. */
  readonly maxNames?: number;
  readonly review?: ReviewFacts;
  /** Why layers could not be read. */
  readonly problems?: readonly Problem[];
};

/** A plan for a pull request, in the order of the text for a terminal. The changes of a small plan are open. */
export function planAsMarkdown(plan: Plan, options: MarkdownOptions = {}): string {
  const { hideMoney = false, maxNames = Number.POSITIVE_INFINITY, review = {}, problems = [] } = options;
  const view: PageView = { hideMoney, maxNames, review };
  return asPage([
    opening(plan, review),
    problems.map((problem) => problemLine(problem, hideMoney)),
    moneyLines(plan, hideMoney),
    refusals(plan, view),
    section(shardNote(plan), hideMoney, maxNames, true),
    ...changeParts(plan, view),
    checks(plan, hideMoney, maxNames),
    section(driftLeftAlone(plan, hideMoney), hideMoney, maxNames),
    section(releasedFields(plan, hideMoney), hideMoney, maxNames),
    section(renamedDocuments(plan), hideMoney, maxNames, true),
    section(removedDocuments(plan, hideMoney), hideMoney, maxNames, true),
    section(introducedSettings(plan), hideMoney, maxNames, true),
    section(ignoredSettings(plan), hideMoney, maxNames, true),
    unknown(plan, maxNames),
    ...closing(plan, hideMoney),
  ]);
}

export function headlineHeading(plan: Plan): string {
  return `## ${forMarkdown(headlineText(plan))}`;
}

/** The headline, what was planned, and what a merge does. */
export function opening(plan: Plan, { planned, merging }: ReviewFacts): readonly string[] {
  const unread = unreadText(plan.unread);
  return [
    headlineHeading(plan),
    ...(unread === undefined ? [] : ['', `**${forMarkdown(unread)}**`]),
    ...(planned === undefined ? [] : ['', plannedText(planned)]),
    ...(merging === undefined ? [] : ['', `**${forMarkdown(mergingText(plan, merging))}**`]),
  ];
}

function plannedText({ head, branch, base }: NonNullable<ReviewFacts['planned']>): string {
  return `Planned ${codeSpan(head.slice(0, 7))} on ${codeSpan(branch)} ${codeSpan(base.slice(0, 7))}.`;
}

/** One line per currency, each with the largest raises below it. */
export function moneyLines(plan: Plan, hideMoney: boolean): readonly string[] {
  return moneyTexts(plan, hideMoney).flatMap((text, index) => {
    const currency = plan.money[index]?.currency;
    const raises = currency === undefined || hideMoney ? [] : raisesAsMarkdown(plan, currency);
    return [`- ${forMarkdown(text)}`, ...raises];
  });
}

export function changeParts(plan: Plan, view: PageView): readonly (readonly string[])[] {
  const { hideMoney, maxNames } = view;
  return [
    adoptionsAsMarkdown(adoptions(plan), hideMoney, maxNames),
    changesAsMarkdown(plan, view),
    titled(
      `### ${manualStepsTitle(plan)}`,
      stepGroups(manualSteps(plan.layers)).flatMap((group) => stepsOfGroup(group, hideMoney, maxNames)),
    ),
    section(overwrittenEdits(plan, hideMoney), hideMoney, maxNames, true),
  ];
}

function adoptionsAsMarkdown(adopt: Adoptions | undefined, hideMoney: boolean, maxNames: number): readonly string[] {
  if (adopt === undefined) return [];
  const layers = adopt.layers.map(({ name, screen }) => `- ${codeSpan(name)}: ${screenText(screen, hideMoney)}`);
  return [
    `### ${ADOPTIONS_TITLE}`,
    '',
    adopt.why,
    '',
    ...adopt.steps.map((text, index) => `${index + 1}. ${forMarkdown(text)}`),
    '',
    ...fenced([adopt.command], 'sh'),
    '',
    ...folded(
      counted(adopt.layers.length, 'layer'),
      firstLines(layers, maxNames),
      adopt.layers.length <= MAX_OPEN_ADOPTIONS,
    ),
  ];
}

/** The end of a page of any length. */
export function closing(plan: Plan, hideMoney: boolean): readonly (readonly string[])[] {
  return [
    hideMoney ? ['Money and account ids are hidden here; `reconcile plan` shows them.'] : [],
    ...[...uncheckedTexts(plan.layers), ...closingTexts(plan)].map((text) => [forMarkdown(text)]),
  ];
}

function stepsOfGroup({ layers, steps }: StepGroup, hideMoney: boolean, maxNames: number): readonly string[] {
  const lines = steps.flatMap((step, index) => stepLines(step, index, hideMoney));
  const [first, ...others] = layers;
  if (first === undefined) return [];
  if (others.length === 0) {
    const then = `Then: ${codeSpan(confirmCommand(first.name))}`;
    return folded(`${codeTag(first.name)}: ${counted(steps.length, 'step')}`, [...lines, '', then]);
  }
  const screens = layers.map(({ name, screens: own }) =>
    [`- ${codeSpan(name)}`, ...own.map((screen) => screenText(screen, hideMoney))].join(' '),
  );
  return folded(`${counted(layers.length, 'layer')}, each: ${counted(steps.length, 'step')}`, [
    ...lines,
    '',
    `Then, for each layer: ${codeSpan('reconcile confirm NAME')}`,
    '',
    ...firstLines(screens, maxNames),
  ]);
}

function stepLines({ screens, tasks, paste }: ManualStep, index: number, hideMoney: boolean): readonly string[] {
  const number = `${index + 1}. `;
  const below = ' '.repeat(number.length);
  const json = paste === undefined ? [] : ['', ...fenced(valueLines(hideMoney ? withoutHidden(paste) : paste), 'json')];
  return [
    `${number}${screens.length === 0 ? OWN_SCREEN : screens.map((screen) => screenText(screen, hideMoney)).join('; ')}`,
    ...tasks.map((text) => `${below}- ${sentence(text, hideMoney)}`),
    ...json.map((line) => (line === '' ? '' : below + line)),
  ];
}

/** A URL is for copying, so nothing is inserted; other screens are words. */
export function screenText(screen: string, hideMoney: boolean): string {
  if (!/^https?:/.test(screen)) return sentence(screen, hideMoney);
  return codeSpan(hideMoney ? withoutIds(screen) : screen);
}

function section({ title, groups }: Section, hideMoney: boolean, maxNames: number, open = false): readonly string[] {
  const lines = groups.flatMap(({ layers, lines: texts }) => {
    const [first, ...others] = layers;
    const of = first === undefined ? '' : others.length === 0 ? `${codeSpan(first)} ` : `${layers.length} layers: `;
    const names = others.length === 0 ? '' : foldedNames(layers, maxNames);
    return texts.map((text, index) => `- ${of}${sentence(text, hideMoney)}${index === texts.length - 1 ? names : ''}`);
  });
  return folded(title, lines, open);
}

function checks({ layers }: Plan, hideMoney: boolean, maxNames: number): readonly string[] {
  const groups = checkGroups(layers);
  const open = groups.some(({ severity }) => severity === 'error');
  return folded(checkCounts(layers), checksAsMarkdown(groups, hideMoney, maxNames), open);
}

function unknown({ layers }: Plan, maxNames: number): readonly string[] {
  const lines = unknownGroups(layers).map(
    ({ paths, layers: names }) => `- ${paths.map(codeSpan).join(', ')}: ${forMarkdown(nameList(names, maxNames))}`,
  );
  return folded(UNKNOWN_TITLE, lines);
}
