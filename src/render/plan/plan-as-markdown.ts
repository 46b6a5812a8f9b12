import { nameList, type Plan, type PlannedLayer } from '../../model/index.ts';
import { checkCounts, checkGroups, checksAsMarkdown } from '../parts/checks.ts';
import { UNKNOWN_TITLE, unknownGroups, unreadText } from '../parts/coverage.ts';
import { codeSpan, codeTag, fenced, forMarkdown } from '../parts/escape.ts';
import { readingOf } from '../parts/fields.ts';
import { asPage, folded, sentence, titled } from '../parts/page.ts';
import { allowOption, confirmCommand, counted, locationText } from '../parts/phrases.ts';
import { withoutHidden, withoutIds } from '../parts/public-redaction.ts';
import { changesText } from '../parts/step.ts';
import { valueLines } from '../parts/value.ts';
import { adoptions, type Adoptions, ADOPTIONS_TITLE } from './adoptions.ts';
import { headlineText } from './headline.ts';
import { type ManualStep, type ManualSteps, manualSteps, manualStepsTitle } from './manual-steps.ts';
import { changesAsMarkdown } from './markdown-table.ts';
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

/** A longer list of layers to adopt is folded. */
const MAX_OPEN_ADOPTIONS = 5;

export type MarkdownOptions = {
  /** Leaves out money and account ids, for a public page. */
  readonly hideMoney?: boolean;
};

/** A plan for a pull request, in the order of the text for a terminal. Only headline, money and refusals are open. */
export function planAsMarkdown(plan: Plan, { hideMoney = false }: MarkdownOptions = {}): string {
  return asPage([
    opening(plan),
    moneyLines(plan, hideMoney),
    refusals(plan, hideMoney),
    ...changeParts(plan, hideMoney),
    checks(plan, hideMoney),
    section(driftLeftAlone(plan, hideMoney), hideMoney),
    section(releasedFields(plan, hideMoney), hideMoney),
    section(renamedDocuments(plan), hideMoney, true),
    section(removedDocuments(plan), hideMoney, true),
    section(ignoredSettings(plan), hideMoney, true),
    unknown(plan),
    ...closing(plan, hideMoney),
  ]);
}

export function headlineHeading(plan: Plan): string {
  return `## ${forMarkdown(headlineText(plan))}`;
}

export function opening(plan: Plan): readonly string[] {
  const unread = unreadText(plan.unread);
  return [headlineHeading(plan), ...(unread === undefined ? [] : ['', `**${forMarkdown(unread)}**`])];
}

export function moneyLines(plan: Plan, hideMoney: boolean): readonly string[] {
  return moneyTexts(plan, hideMoney).map((text) => `- ${forMarkdown(text)}`);
}

export function refusals(plan: Pick<Plan, 'refusals' | 'allowed'>, hideMoney: boolean): readonly string[] {
  const allowed = plan.allowed.map(({ policy, subject }) => `- Allowed: ${codeSpan(policy)} for ${codeSpan(subject)}`);
  const lines = plan.refusals.map((refusal) => {
    const location = refusal.location === undefined ? '' : ` at ${codeSpan(locationText(refusal.location))}`;
    const harm = sentence(refusal.message, hideMoney);
    return `- **${refusal.policy}**${location}: ${harm}<br>To allow it: ${codeSpan(allowOption(refusal))}`;
  });
  return lines.length > 0 ? ['### Refused', '', ...lines, ...allowed] : allowed;
}

export function changeParts(plan: Plan, hideMoney: boolean): readonly (readonly string[])[] {
  return [
    adoptionsAsMarkdown(adoptions(plan), hideMoney),
    titled(
      '### Changes',
      plan.layers.flatMap((layer) => changes(plan, layer, hideMoney)),
    ),
    titled(
      `### ${manualStepsTitle(plan)}`,
      manualSteps(plan.layers).flatMap((steps) => stepsOfLayer(steps, hideMoney)),
    ),
    section(overwrittenEdits(plan, hideMoney), hideMoney, true),
  ];
}

function adoptionsAsMarkdown(adopt: Adoptions | undefined, hideMoney: boolean): readonly string[] {
  if (adopt === undefined) return [];
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
      adopt.layers.map(({ name, screen }) => `- ${codeSpan(name)}: ${screenText(screen, hideMoney)}`),
      adopt.layers.length <= MAX_OPEN_ADOPTIONS,
    ),
  ];
}

/** The end of a page of any length. */
export function closing(plan: Plan, hideMoney: boolean): readonly (readonly string[])[] {
  return [
    hideMoney ? ['Money and account ids are hidden here; `reconcile plan` shows them.'] : [],
    ...closingTexts(plan).map((text) => [forMarkdown(text)]),
  ];
}

function changes(plan: Plan, layer: PlannedLayer, hideMoney: boolean): readonly string[] {
  if (layer.changes.length === 0) return [];
  const table = changesAsMarkdown(layer.changes, readingOf(plan, layer, hideMoney));
  return folded(`${codeTag(layer.name)}: ${changesText(layer.changes)}`, [codeSpan(layer.file), '', ...table]);
}

function stepsOfLayer({ layer, steps }: ManualSteps, hideMoney: boolean): readonly string[] {
  return folded(`${codeTag(layer)}: ${counted(steps.length, 'step')}`, [
    ...steps.flatMap((step, index) => stepLines(step, index, hideMoney)),
    '',
    `Then: ${codeSpan(confirmCommand(layer))}`,
  ]);
}

function stepLines({ screens, tasks, paste }: ManualStep, index: number, hideMoney: boolean): readonly string[] {
  const number = `${index + 1}. `;
  const below = ' '.repeat(number.length);
  const json = paste === undefined ? [] : ['', ...fenced(valueLines(hideMoney ? withoutHidden(paste) : paste), 'json')];
  return [
    `${number}${screens.map((screen) => screenText(screen, hideMoney)).join('; ')}`,
    ...tasks.map((text) => `${below}- ${sentence(text, hideMoney)}`),
    ...json.map((line) => (line === '' ? '' : below + line)),
  ];
}

/** A URL is for copying, so nothing is inserted; other screens are words. */
function screenText(screen: string, hideMoney: boolean): string {
  if (!/^https?:/.test(screen)) return sentence(screen, hideMoney);
  return codeSpan(hideMoney ? withoutIds(screen) : screen);
}

function section({ title, groups }: Section, hideMoney: boolean, open = false): readonly string[] {
  const lines = groups.flatMap(({ layer, lines: texts }) =>
    texts.map((text) => `- ${layer === undefined ? '' : `${codeSpan(layer)} `}${sentence(text, hideMoney)}`),
  );
  return folded(title, lines, open);
}

function checks({ layers }: Plan, hideMoney: boolean): readonly string[] {
  const groups = checkGroups(layers);
  const open = groups.some(({ severity }) => severity === 'error');
  return folded(checkCounts(layers), checksAsMarkdown(groups, hideMoney), open);
}

function unknown({ layers }: Plan): readonly string[] {
  const lines = unknownGroups(layers).map(
    ({ paths, layers: names }) => `- ${paths.map(codeSpan).join(', ')}: ${forMarkdown(nameList(names))}`,
  );
  return folded(UNKNOWN_TITLE, lines);
}
