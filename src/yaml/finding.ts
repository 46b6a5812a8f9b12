import { groupBy, type Problem, type ProblemCode } from '../model/index.ts';
import { excerptOf } from './excerpt.ts';
import { hideSecrets } from './secret-patterns.ts';
import { lineAndColumn, mergedSpans, overlapsAny, type Source, type Span } from './source.ts';

/** Further problems of one file are only counted: one mistake can repeat on every line. */
const MAX_PROBLEMS_PER_FILE = 100;

/** Messages and remedies are cut at this length, because names and values in them have no limit. */
const MAX_TEXT_CHARS = 600;

/** A problem with its span of a text, before the excerpt is added. */
export type Finding = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at: Span;
  readonly remedy?: string;
  readonly layer?: string;
};

/**
 * Findings as unique problems with location and excerpt, sorted by file, line and column. A secret, a variable or a
 * broken alias replaces other findings in the same span, because it is their cause. At most 100 problems per file are
 * listed; one more counts the rest.
 */
export function problemsOf(findings: readonly Finding[], sources: ReadonlyMap<string, Source>): readonly Problem[] {
  const listed = [...groupBy(findings, ({ at }) => at.file)].flatMap(([file, all]) => {
    const covers = mergedSpans(all.filter(isCover).map(({ at }) => at));
    const open = all.filter((finding) => isCover(finding) || !overlapsAny(covers, finding.at));
    const once = new Map(open.map((finding) => [`${finding.code} ${finding.at.start}`, finding]));
    return limited([...once.values()]).map((finding) => problemOf(finding, sources.get(file)));
  });
  return inOrder(listed);
}

function limited(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_PROBLEMS_PER_FILE) return findings;
  const sorted = [...findings].sort((a, b) => a.at.start - b.at.start);
  const [first] = sorted.slice(MAX_PROBLEMS_PER_FILE);
  const listed = sorted.slice(0, MAX_PROBLEMS_PER_FILE);
  if (first === undefined) return listed;
  const rest: Finding = {
    code: 'document/more-problems',
    message: `The file has ${findings.length - listed.length} more problems from here on.`,
    at: first.at,
    remedy: 'Fix those above first: one mistake often causes many problems.',
    ...(first.layer !== undefined && { layer: first.layer }),
  };
  return [...listed, rest];
}

/** Sorted by file, line, column and code. Problems without a location come first. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.location?.file ?? '', b.location?.file ?? '') ||
      (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
      (a.location?.column ?? 0) - (b.location?.column ?? 0) ||
      compareText(a.code, b.code),
  );
}

function problemOf({ code, message, at, remedy, layer }: Finding, source: Source | undefined): Problem {
  const { line, column } = source === undefined ? { line: 1, column: 1 } : lineAndColumn(source, at.start);
  return {
    code,
    message: cut(hideSecrets(message)),
    location: { file: at.file, line, column },
    ...(source !== undefined && source.text !== '' && { excerpt: excerptOf(source, at) }),
    ...(remedy !== undefined && { remedy: cut(hideSecrets(remedy)) }),
    ...(layer !== undefined && { layer }),
  };
}

function isCover({ code }: Finding): boolean {
  return code === 'document/secret' || code === 'document/variable' || code === 'document/aliases';
}

/** Cuts between characters. Call it after hiding secrets, because a part of a secret no longer matches its pattern. */
function cut(text: string): string {
  return text.length <= MAX_TEXT_CHARS ? text : `${text.slice(0, MAX_TEXT_CHARS).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
