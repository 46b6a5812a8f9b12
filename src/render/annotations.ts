import type { Check, Location, Plan, Problem } from '../model/index.ts';
import { allowOption } from './command.ts';
import { counted } from './counting.ts';
import { forWorkflow } from './escape.ts';
import { withoutNumbers } from './hidden.ts';

/**
 * Number of annotated findings. GitHub shows ten of a kind per step and drops the rest silently. Source:
 * docs.github.com, workflow commands (documented); the ten per kind (second-hand).
 */
const MOST = 10;

/** UTF-16 units of one annotation. */
const LONGEST = 2_000;

type Level = 'error' | 'warning' | 'notice';

type Finding = {
  readonly level: Level;
  readonly title: string;
  readonly text: string;
  readonly place?: Partial<Location>;
};

export type AnnotationOptions = {
  /** Folder of `reconcile.yaml` in the repository: GitHub counts paths from the top. */
  readonly root: string;
  readonly hideMoney: boolean;
};

/**
 * Workflow commands for standard output that annotate lines of the documents: the ten most important findings, then the
 * number of the others. Empty if there are none.
 */
export function annotations(
  said: { readonly plan?: Plan; readonly problems?: readonly Problem[] },
  options: AnnotationOptions,
): string {
  const findings = [
    ...(said.problems ?? []).map(ofProblem),
    ...(said.plan?.refusals ?? []).map(ofRefusal),
    ...checksOf(said.plan, 'error'),
    ...checksOf(said.plan, 'warning'),
    ...checksOf(said.plan, 'note'),
  ];
  const rest = findings.length - MOST;
  const more: readonly Finding[] =
    rest <= 0
      ? []
      : [
          {
            level: 'notice',
            title: 'reconcile',
            text: `${counted(rest, 'more finding')}: the job summary has them all.`,
          },
        ];
  return [...findings.slice(0, MOST), ...more].map((finding) => `${command(finding, options)}\n`).join('');
}

function ofProblem({ code, message, remedy, location }: Problem): Finding {
  return { level: 'error', title: code, text: lines(message, remedy), ...(location && { place: location }) };
}

function ofRefusal(refusal: Plan['refusals'][number]): Finding {
  const text = lines(refusal.message, `To allow it: ${allowOption(refusal)}`);
  return { level: 'error', title: refusal.policy, text, ...(refusal.location && { place: refusal.location }) };
}

const LEVELS: Readonly<Record<Check['severity'], Level>> = { error: 'error', warning: 'warning', note: 'notice' };

function checksOf(plan: Plan | undefined, wanted: Check['severity']): readonly Finding[] {
  return (plan?.layers ?? []).flatMap((layer) =>
    layer.checks
      .filter(({ severity }) => severity === wanted)
      .map(({ code, severity, message, remedy, location }) => ({
        level: LEVELS[severity],
        title: `${layer.name}: ${code}`,
        text: lines(message, remedy),
        place: location ?? { file: layer.file },
      })),
  );
}

function command({ level, title, text, place }: Finding, { root, hideMoney }: AnnotationOptions): string {
  const properties = [
    ...(place?.file === undefined ? [] : [`file=${forWorkflow(fromTop(root, place.file), 'property')}`]),
    ...(place?.line === undefined ? [] : [`line=${place.line}`]),
    ...(place?.column === undefined ? [] : [`col=${place.column}`]),
    `title=${forWorkflow(cut(title), 'property')}`,
  ];
  return `::${level} ${properties.join(',')}::${forWorkflow(cut(hideMoney ? withoutNumbers(text) : text), 'data')}`;
}

/** Path of an address in the documents, from the top of the repository. */
function fromTop(root: string, file: string): string {
  const folders: string[] = [];
  for (const part of `${root}/${file}`.split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '.' && part !== '') folders.push(part);
  }
  return folders.join('/');
}

function lines(message: string, remedy: string | undefined): string {
  return remedy === undefined ? message : `${message}\n${remedy}`;
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
