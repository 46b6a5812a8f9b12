import type { Problem, ProblemCode } from '../model/index.ts';
import { excerptOf } from './excerpt.ts';
import { hideSecrets } from './secret-patterns.ts';
import { lineAndColumn, type Source, type Span } from './source.ts';

/** A problem before its file is shown: which stretch of which text it is about. */
export type Finding = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at: Span;
  readonly remedy?: string;
  readonly layer?: string;
};

/**
 * Findings as problems with place and excerpt, each once, by file, line and column. A secret, a variable or an
 * alias that leads nowhere covers what else was found about the same words: that would only be said because of it.
 */
export function problemsOf(findings: readonly Finding[], sources: ReadonlyMap<string, Source>): readonly Problem[] {
  const covers = new Map<string, Span[]>();
  for (const { at } of findings.filter(isCover)) covers.set(at.file, [...(covers.get(at.file) ?? []), at]);
  const open = findings.filter(
    (finding) => isCover(finding) || !(covers.get(finding.at.file) ?? []).some((cover) => overlap(cover, finding.at)),
  );
  const once = new Map(open.map((finding) => [`${finding.code} ${finding.at.start} ${finding.at.file}`, finding]));
  return inOrder([...once.values()].map((finding) => problemOf(finding, sources.get(finding.at.file))));
}

/** By file, line, column, code. What has no place comes first. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.where?.file ?? '', b.where?.file ?? '') ||
      (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
      (a.where?.column ?? 0) - (b.where?.column ?? 0) ||
      compareText(a.code, b.code),
  );
}

function problemOf({ code, message, at, remedy, layer }: Finding, source: Source | undefined): Problem {
  const { line, column } = source === undefined ? { line: 1, column: 1 } : lineAndColumn(source, at.start);
  return {
    code,
    message: hideSecrets(message),
    where: { file: at.file, line, column },
    ...(source !== undefined && source.text !== '' && { excerpt: excerptOf(source, at) }),
    ...(remedy !== undefined && { remedy: hideSecrets(remedy) }),
    ...(layer !== undefined && { layer }),
  };
}

function isCover({ code }: Finding): boolean {
  return code === 'document/secret' || code === 'document/variable' || code === 'document/aliases';
}

/** Of one file. */
function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
