import { type Check, clip, type Location, type Plan, type Problem } from '../../model/index.ts';
import { allowOption, counted, details } from '../parts/phrases.ts';
import { forWorkflow } from '../parts/escape.ts';
import { withoutNumbers } from '../parts/public-redaction.ts';

/** GitHub shows ten of a kind per step and drops the rest silently (second-hand). */
const MAX_ANNOTATIONS = 10;

const MAX_ANNOTATION_CHARS = 2_000;

type Level = 'error' | 'warning' | 'notice';

type Finding = {
  readonly level: Level;
  readonly title: string;
  readonly text: string;
  readonly location?: Partial<Location>;
};

export type AnnotationOptions = {
  /** Folder of `reconcile.yaml` in the repository: GitHub counts paths from the top. */
  readonly root: string;
  readonly hideMoney: boolean;
};

/**
 * Workflow commands that annotate lines of the documents: the most important findings, then the number of the others.
 * Source: docs.github.com, workflow commands (documented).
 */
export function annotations(
  source: { readonly plan?: Plan; readonly problems?: readonly Problem[] },
  options: AnnotationOptions,
): string {
  const findings = [
    ...(source.problems ?? []).map(ofProblem),
    ...(source.plan?.refusals ?? []).map(ofRefusal),
    ...checksOf(source.plan, 'error'),
    ...checksOf(source.plan, 'warning'),
    ...checksOf(source.plan, 'note'),
  ];
  const rest = findings.length - MAX_ANNOTATIONS;
  const text = `${counted(rest, 'more finding')} in the job summary.`;
  const more: readonly Finding[] = rest <= 0 ? [] : [{ level: 'notice', title: 'reconcile', text }];
  return [...findings.slice(0, MAX_ANNOTATIONS), ...more].map((finding) => `${command(finding, options)}\n`).join('');
}

function ofProblem(problem: Problem): Finding {
  const { code, location } = problem;
  return { level: 'error', title: code, text: details(problem).join('\n'), ...(location && { location }) };
}

function ofRefusal(refusal: Plan['refusals'][number]): Finding {
  const text = `${refusal.message}\nTo allow it: ${allowOption(refusal)}`;
  return { level: 'error', title: refusal.policy, text, ...(refusal.location && { location: refusal.location }) };
}

const LEVELS: Readonly<Record<Check['severity'], Level>> = { error: 'error', warning: 'warning', note: 'notice' };

function checksOf(plan: Plan | undefined, severity: Check['severity']): readonly Finding[] {
  return (plan?.layers ?? []).flatMap((layer) =>
    layer.checks
      .filter((check) => check.severity === severity)
      .map((check) => ({
        level: LEVELS[severity],
        title: `${layer.name}: ${check.code}`,
        text: details(check).join('\n'),
        location: check.location ?? { file: layer.file },
      })),
  );
}

function command({ level, title, text, location }: Finding, { root, hideMoney }: AnnotationOptions): string {
  const properties = [
    ...(location?.file === undefined ? [] : [`file=${forWorkflow(fromTop(root, location.file), 'property')}`]),
    ...(location?.line === undefined ? [] : [`line=${location.line}`]),
    ...(location?.column === undefined ? [] : [`col=${location.column}`]),
    `title=${forWorkflow(clip(title, MAX_ANNOTATION_CHARS), 'property')}`,
  ];
  return `::${level} ${properties.join(',')}::${forWorkflow(clip(hideMoney ? withoutNumbers(text) : text, MAX_ANNOTATION_CHARS), 'data')}`;
}

function fromTop(root: string, file: string): string {
  const folders: string[] = [];
  for (const part of `${root}/${file}`.split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '.' && part !== '') folders.push(part);
  }
  return folders.join('/');
}
