import type { Check, Plan, PlannedLayer } from '../model/index.ts';
import { checkGroups } from './checks.ts';
import { allowOption, confirmCommand } from './command.ts';
import { counted, named } from './counting.ts';
import { codeSpan, codeTag, fenced, forMarkdown } from './escape.ts';
import { liveSide, readingOf } from './fields.ts';
import { withoutHidden, withoutIds, withoutNumbers } from './hidden.ts';
import { changesAsMarkdown, sideAsMarkdown } from './markdown-table.ts';
import { hiddenMoneyText, moneyText } from './money.ts';
import { type LayerTodo, type TodoStep, todosOf } from './people.ts';
import { callsText, staysText } from './text.ts';
import { unknownGroups } from './unknown.ts';
import { valueLines } from './value.ts';
import { changesText, verdictText } from './verdict.ts';
import { whereText } from './where.ts';

export type MarkdownOptions = {
  /** Leave out money and account ids, because the public reads along. */
  readonly hideMoney?: boolean;
};

/**
 * A plan for a pull request: verdict, money and refusals open, everything else folded. In the order of the text for a
 * terminal. Whatever comes from outside is inert.
 */
export function planAsMarkdown(plan: Plan, { hideMoney = false }: MarkdownOptions = {}): string {
  const parts = [
    [`## ${forMarkdown(verdictText(plan))}`],
    plan.money.map(
      (money) => `- ${forMarkdown(hideMoney ? hiddenMoneyText(money) : moneyText(money, plan.costCapUnit))}`,
    ),
    refusals(plan, hideMoney),
    titled(
      '### Changes',
      plan.layers.flatMap((layer) => changes(plan, layer, hideMoney)),
    ),
    titled(
      '### What people must do',
      todosOf(plan.layers).flatMap((todo) => people(todo, hideMoney)),
    ),
    checks(plan, hideMoney),
    released(plan, hideMoney),
    unknown(plan),
    hideMoney ? ['Money and account ids are hidden here; `reconcile plan` shows them.'] : [],
    [forMarkdown(callsText(plan))],
  ];
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** A sentence of ours that may hold text, or numbers, from outside. */
function sentence(text: string, hideMoney: boolean): string {
  return forMarkdown(hideMoney ? withoutNumbers(text) : text);
}

function refusals({ refusals: reasons, allowed }: Plan, hideMoney: boolean): readonly string[] {
  const lifted = allowed.map(({ policy, subject }) => `- Lifted: ${codeSpan(policy)} for ${codeSpan(subject)}`);
  const lines = reasons.map((refusal) => {
    const place = refusal.where === undefined ? '' : ` at ${codeSpan(whereText(refusal.where))}`;
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
    ...steps.flatMap((step, index) => todo(step, index, hideMoney)),
    '',
    `Then: ${codeSpan(confirmCommand(layer))}`,
  ]);
}

function todo({ screens, doing, paste }: TodoStep, index: number, hideMoney: boolean): readonly string[] {
  const number = `${index + 1}. `;
  const below = ' '.repeat(number.length);
  const json = paste === undefined ? [] : ['', ...fenced(valueLines(hideMoney ? withoutHidden(paste) : paste), 'json')];
  return [
    `${number}${screens.map((screen) => place(screen, hideMoney)).join('; ')}`,
    ...doing.map((text) => `${below}- ${sentence(text, hideMoney)}`),
    ...json.map((line) => (line === '' ? '' : below + line)),
  ];
}

/** An address is something to copy, so nothing may be put into it; other places are words. */
function place(screen: string, hideMoney: boolean): string {
  if (!/^https?:/.test(screen)) return sentence(screen, hideMoney);
  return codeSpan(hideMoney ? withoutIds(screen) : screen);
}

function checks({ layers }: Plan, hideMoney: boolean): readonly string[] {
  const groups = checkGroups(layers);
  if (groups.length === 0) return [];
  const number = (severity: Check['severity']) =>
    groups.reduce((sum, group) => sum + (group.severity === severity ? group.layers.length : 0), 0);
  const counts = (['error', 'warning', 'note'] as const).filter((severity) => number(severity) > 0);
  const summary = `Checks: ${counts.map((severity) => counted(number(severity), severity)).join(', ')}`;
  const lines = groups.map(({ severity, code, message, remedy, layers: names }) => {
    const said = [message, ...(remedy === undefined ? [] : [remedy])].map((text) => sentence(text, hideMoney));
    return `- **${severity}** ${codeSpan(code)} ${forMarkdown(named(names))}: ${said.join('<br>')}`;
  });
  return folded(summary, lines, number('error') > 0);
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

/** The empty lines make GitHub read Markdown inside. `summary` is HTML already. */
function folded(summary: string, lines: readonly string[], open = false): readonly string[] {
  return [open ? '<details open>' : '<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, '', ...lines];
}
