import type { Plan } from '../../model/index.ts';
import { codeSpan, fenced } from '../parts/escape.ts';
import { firstLines, foldedNames, sentence } from '../parts/page.ts';
import { counted } from '../parts/phrases.ts';
import { withoutHidden } from '../parts/public-redaction.ts';
import { valueLines } from '../parts/value.ts';
import { adoptions } from '../plan/adoptions.ts';
import { OWN_SCREEN, type StepGroup, stepGroups } from '../plan/groups.ts';
import { type ManualStep, manualSteps } from '../plan/manual-steps.ts';
import { screenText } from '../plan/plan-as-markdown.ts';

export type TaskOptions = {
  readonly hideMoney: boolean;
  /** Number of groups of layers; the others are counted. */
  readonly maxGroups: number;
  /** Names in each list. */
  readonly maxNames: number;
};

/** The manual steps that are left as a task list, with the comment that records them; empty if there are none. */
export function manualTasks(left: Plan | undefined, options: TaskOptions): readonly string[] {
  if (left === undefined) return [];
  const groups = stepGroups(manualSteps(left.layers));
  const blocks = [...adoptionTasks(left, options), ...groups.map((group) => groupTasks(group, options))];
  const omitted = blocks.length - options.maxGroups;
  const shown = blocks.slice(0, options.maxGroups).flatMap((lines) => ['', ...lines]);
  if (shown.length === 0) return [];
  const isHidden = options.hideMoney && groups.some(({ steps }) => steps.some(({ paste }) => paste !== undefined));
  return [
    '### Manual steps',
    ...(isHidden ? ['', 'Money and account ids are hidden here; `reconcile plan` shows them.'] : []),
    ...shown,
    ...(omitted > 0 ? ['', `${counted(omitted, 'more group')} of manual steps in the summary of the run.`] : []),
  ];
}

/** An adoption needs the copied config, which is not a command in a comment. */
function adoptionTasks(left: Plan, { hideMoney, maxNames }: TaskOptions): readonly (readonly string[])[] {
  const adopt = adoptions(left);
  if (adopt === undefined) return [];
  const layers = adopt.layers.map(({ name, screen }) => `- [ ] ${codeSpan(name)}: ${screenText(screen, hideMoney)}`);
  const steps = adopt.steps.slice(0, -1).map((text) => sentence(text, hideMoney));
  const or = layers.length === 1 ? 'or run' : 'or write all texts into one file, { "NAME": { … }, … }, and run';
  return [
    [
      `**Adopt ${counted(layers.length, 'layer')}**: ${steps.join(' ')} Start the confirm workflow with the name and the copied text, ${or} ${codeSpan(adopt.command)}.`,
      '',
      ...firstLines(layers, maxNames),
    ],
  ];
}

function groupTasks({ layers, steps }: StepGroup, { hideMoney, maxNames }: TaskOptions): readonly string[] {
  const names = layers.map(({ name }) => name);
  const own = layers
    .filter(({ screens }) => screens.length > 0)
    .map(
      ({ name, screens }) =>
        `- [ ] ${codeSpan(name)}: ${screens.map((screen) => screenText(screen, hideMoney)).join('; ')}`,
    );
  const [first = ''] = names;
  return [
    names.length === 1
      ? `**${codeSpan(first)}**`
      : `**${counted(names.length, 'layer')}, each:** ${foldedNames(names, maxNames)}`,
    '',
    ...steps.flatMap((step) => stepTask(step, hideMoney)),
    ...firstLines(own, maxNames),
    `- [ ] Then comment here, or start the confirm workflow with ${names.length === 1 ? 'this name' : 'these names'}:`,
    '',
    ...fenced([`/reconcile confirm ${names.slice(0, maxNames).join(' ')}`], 'text').map(indented),
    ...(names.length > maxNames ? ['', `  The same for ${names.length - maxNames} more layers.`] : []),
  ];
}

function stepTask({ screens, tasks, paste }: ManualStep, hideMoney: boolean): readonly string[] {
  const where = screens.length === 0 ? OWN_SCREEN : screens.map((screen) => screenText(screen, hideMoney)).join('; ');
  const json = paste === undefined ? [] : fenced(valueLines(hideMoney ? withoutHidden(paste) : paste), 'json');
  return [
    `- [ ] ${where}`,
    ...tasks.map((text) => indented(`- ${sentence(text, hideMoney)}`)),
    ...(json.length === 0 ? [] : ['', ...json.map(indented), '']),
  ];
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
