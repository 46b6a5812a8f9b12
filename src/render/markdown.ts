import type { Check, Plan, PlannedLayer } from '../model/index.ts';
import { driftAlone, goneDocuments, ignoredSettings, notLookedAtText, overwritten, type Section } from './base.ts';
import { checkGroups } from './checks.ts';
import { allowOption, confirmCommand } from './command.ts';
import { counted, named } from './counting.ts';
import { codeSpan, codeTag, fenced, forMarkdown } from './escape.ts';
import { liveSide, readingOf } from './fields.ts';
import { withoutHidden, withoutIds, withoutNumbers } from './hidden.ts';
import { changesAsMarkdown, sideAsMarkdown } from './markdown-table.ts';
import { hiddenMoneyText, moneyText } from './money.ts';
import { type LayerTodo, type TodoStep, todosOf, todoTitle } from './people.ts';
import { callsText, staysText } from './text.ts';
import { unknownGroups } from './unknown.ts';
import { valueLines } from './value.ts';
import { changesText, unreadText, headlineText } from './verdict.ts';
import { whereText } from './where.ts';

export type MarkdownOptions = {
  /** Leaves out money and account ids, for a public page. */
  readonly hideMoney?: boolean;
};

/**
 * A plan for a pull request: headline, money and refusals open, everything else folded. In the order of the text for a
 * terminal. Foreign text is inert.
 */
export function planAsMarkdown(plan: Plan, { hideMoney = false }: MarkdownOptions = {}): string {
  return asPage([
    opening(plan),
    moneyLines(plan, hideMoney),
    refusals(plan, hideMoney),
    ...detailParts(plan, hideMoney),
    ...closing(plan, hideMoney),
  ]);
}

/** Joins parts with an empty line. Empty parts leave no gap. */
export function asPage(parts: readonly (readonly string[])[]): string {
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

export function headline(plan: Plan): string {
  return `## ${forMarkdown(headlineText(plan))}`;
}

/** The headline, and the layers that are not in the plan. */
export function opening(plan: Plan): readonly string[] {
  const unread = unreadText(plan.unread);
  return [headline(plan), ...(unread === undefined ? [] : ['', `**${forMarkdown(unread)}**`])];
}

export function moneyLines(plan: Plan, hideMoney: boolean): readonly string[] {
  return plan.money.map(
    (money) => `- ${forMarkdown(hideMoney ? hiddenMoneyText(money) : moneyText(money, plan.costCapUnit))}`,
  );
}

/** Every change by field, the manual steps, and the live edits it would overwrite. */
export function changeParts(plan: Plan, hideMoney: boolean): readonly (readonly string[])[] {
  return [
    titled(
      '### Changes',
      plan.layers.flatMap((layer) => changes(plan, layer, hideMoney)),
    ),
    titled(
      `### ${todoTitle(plan)}`,
      todosOf(plan.layers).flatMap((instructions) => people(instructions, hideMoney)),
    ),
    section(overwritten(plan, hideMoney), hideMoney, true),
  ];
}

/** The end of a page of any length. */
export function closing(plan: Plan, hideMoney: boolean): readonly (readonly string[])[] {
  return [
    hideMoney ? ['Money and account ids are hidden here; `reconcile plan` shows them.'] : [],
    [notLookedAtText(plan), callsText(plan)]
      .flatMap((text) => (text === undefined ? [] : [forMarkdown(text), '']))
      .slice(0, -1),
  ];
}

function detailParts(plan: Plan, hideMoney: boolean): readonly (readonly string[])[] {
  return [
    ...changeParts(plan, hideMoney),
    checks(plan, hideMoney),
    section(driftAlone(plan, hideMoney), hideMoney),
    released(plan, hideMoney),
    section(goneDocuments(plan), hideMoney, true),
    section(ignoredSettings(plan), hideMoney, true),
    unknown(plan),
  ];
}

function section({ title, groups }: Section, hideMoney: boolean, open = false): readonly string[] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ layer, lines: texts }) =>
    texts.map((text) => `- ${layer === undefined ? '' : `${codeSpan(layer)} `}${sentence(text, hideMoney)}`),
  );
  return folded(title, lines, open);
}

/** A sentence of ours that may contain foreign text or numbers. */
function sentence(text: string, hideMoney: boolean): string {
  return forMarkdown(hideMoney ? withoutNumbers(text) : text);
}

export function refusals({ refusals: reasons, allowed }: Plan, hideMoney: boolean): readonly string[] {
  const lifted = allowed.map(({ policy, subject }) => `- Lifted: ${codeSpan(policy)} for ${codeSpan(subject)}`);
  const lines = reasons.map((refusal) => {
    const place = refusal.location === undefined ? '' : ` at ${codeSpan(whereText(refusal.location))}`;
    const harm = sentence(refusal.message, hideMoney);
    return `- **${refusal.policy}**${place}: ${harm}<br>To allow it: ${codeSpan(allowOption(refusal))}`;
  });
  return lines.length > 0 ? ['### Refused', '', ...lines, ...lifted] : lifted;
}

function changes(plan: Plan, layer: PlannedLayer, hideMoney: boolean): readonly string[] {
  if (layer.changes.length === 0) return [];
  const table = changesAsMarkdown(layer.changes, readingOf(plan, layer, hideMoney));
  return folded(`${codeTag(layer.name)}: ${changesText(layer.changes)}`, [codeSpan(layer.file), '', ...table]);
}

function people({ layer, steps }: LayerTodo, hideMoney: boolean): readonly string[] {
  return folded(`${codeTag(layer)}: ${counted(steps.length, 'step')}`, [
    ...steps.flatMap((step, index) => instructionsText(step, index, hideMoney)),
    '',
    `Then: ${codeSpan(confirmCommand(layer))}`,
  ]);
}

function instructionsText({ screens, tasks, paste }: TodoStep, index: number, hideMoney: boolean): readonly string[] {
  const number = `${index + 1}. `;
  const below = ' '.repeat(number.length);
  const json = paste === undefined ? [] : ['', ...fenced(valueLines(hideMoney ? withoutHidden(paste) : paste), 'json')];
  return [
    `${number}${screens.map((screen) => place(screen, hideMoney)).join('; ')}`,
    ...tasks.map((text) => `${below}- ${sentence(text, hideMoney)}`),
    ...json.map((line) => (line === '' ? '' : below + line)),
  ];
}

/** A URL is for copying, so nothing is inserted; other places are words. */
function place(screen: string, hideMoney: boolean): string {
  if (!/^https?:/.test(screen)) return sentence(screen, hideMoney);
  return codeSpan(hideMoney ? withoutIds(screen) : screen);
}

function checks({ layers }: Plan, hideMoney: boolean): readonly string[] {
  const groups = checkGroups(layers);
  if (groups.length === 0) return [];
  const lines = groups.map(({ severity, code, message, remedy, layers: names }) => {
    const said = [message, ...(remedy === undefined ? [] : [remedy])].map((text) => sentence(text, hideMoney));
    return `- **${severity}** ${codeSpan(code)} ${forMarkdown(named(names))}: ${said.join('<br>')}`;
  });
  return folded(
    checksSummary(layers),
    lines,
    groups.some(({ severity }) => severity === 'error'),
  );
}

/** `Checks: 1 error, 2 warnings`; empty if there are none. */
export function checksSummary(layers: Plan['layers']): string {
  const all = layers.flatMap((layer) => layer.checks);
  const number = (severity: Check['severity']) => all.filter((check) => check.severity === severity).length;
  const counts = (['error', 'warning', 'note'] as const).filter((severity) => number(severity) > 0);
  return counts.length === 0
    ? ''
    : `Checks: ${counts.map((severity) => counted(number(severity), severity)).join(', ')}`;
}

function released(plan: Plan, hideMoney: boolean): readonly string[] {
  const lines = plan.layers.flatMap((layer) => {
    const reading = readingOf(plan, layer, hideMoney);
    return layer.released.map(({ path, live }) => {
      return `- ${codeSpan(layer.name)} ${codeSpan(path)}: ${staysText(live, sideAsMarkdown(liveSide(path, live, reading)))}`;
    });
  });
  return lines.length === 0 ? [] : folded('Released: written before, and left as it is', lines);
}

function unknown({ layers }: Plan): readonly string[] {
  const lines = unknownGroups(layers).map(
    ({ paths, layers: names }) => `- ${paths.map(codeSpan).join(', ')}: ${forMarkdown(named(names))}`,
  );
  return lines.length === 0 ? [] : folded('Unknown: no API shows it, and nobody stated it', lines);
}

/** GitHub only reads Markdown inside after an empty line. `summary` is HTML already. */
function folded(summary: string, lines: readonly string[], open = false): readonly string[] {
  return [open ? '<details open>' : '<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}

export function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, '', ...lines];
}
