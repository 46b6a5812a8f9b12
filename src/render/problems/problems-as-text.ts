import type { Check, Problem } from '../../model/index.ts';
import { checkLines } from '../parts/checks.ts';
import { counted, details } from '../parts/phrases.ts';
import { locationAndCode } from '../parts/problem-line.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';
import { excerptLines } from './excerpt.ts';

/** Empty without problems. */
export function problemsAsText(problems: readonly Problem[], options: TextOptions): string {
  return asTerminal(problemSections(problems, 'problem'), options);
}

/** Empty without warnings. */
export function warningsAsText(warnings: readonly Problem[], options: TextOptions): string {
  if (warnings.length === 0) return '';
  const headline = line(0, warnings.length === 1 ? 'Warning' : 'Warnings');
  return asTerminal([headline, ...problemSections(warnings, 'warning')], options);
}

function problemSections(problems: readonly Problem[], noun: 'problem' | 'warning'): readonly Line[] {
  const count = problems.length > 1 ? [line(0, `${counted(problems.length, noun)}.`, 'strong')] : [];
  return joinSections([...problems.map(problemLines), count]);
}

export type Validated = {
  readonly layers: readonly { readonly name: string; readonly file: string }[];
  /** Number of files read: documents and the fragments they extend. */
  readonly files: number;
  readonly checks: readonly Check[];
  readonly warnings: readonly Problem[];
};

/** The result with both counts, so a file that is neither a document nor its fragment shows as a difference. */
export function validAsText({ layers, files, checks }: Validated, options: TextOptions): string {
  if (layers.length === 0) return asTerminal([line(0, 'No layer documents yet.')], options);
  const verb = layers.length === 1 ? 'is' : 'are';
  const documents = counted(layers.length, 'layer document');
  const headline = line(0, `${documents} ${verb} valid (${counted(files, 'file')}).`);
  return asTerminal(joinSections([[headline], checkLines([{ checks }])]), options);
}

function problemLines(problem: Problem): readonly Line[] {
  return joinSections([
    [line(0, locationAndCode(problem), 'bad')],
    problem.excerpt === undefined ? [] : excerptLines(problem.excerpt),
    details(problem).map((text) => line(0, text)),
  ]);
}
