import type { Problem } from '../model/index.ts';
import { counted } from './counting.ts';
import { excerptLines } from './excerpt.ts';
import { apart, asTerminal, line, type Line, type TextOptions } from './style.ts';
import { whereText } from './where.ts';

/** Problems for somebody at a terminal: place and code, the source, what was found, what to do. None gives no text. */
export function problemsAsText(problems: readonly Problem[], options: TextOptions): string {
  const count = problems.length > 1 ? [line(0, `${counted(problems.length, 'problem')}.`, 'strong')] : [];
  return asTerminal(apart([...problems.map(problemLines), count]), options);
}

function problemLines(problem: Problem): readonly Line[] {
  return apart([
    [line(0, placeAndCode(problem), 'bad')],
    problem.excerpt === undefined ? [] : excerptLines(problem.excerpt),
    saidLines(problem, 0),
  ]);
}

/** What was found and what to do, without the place. */
export function saidLines({ message, remedy }: Problem, indent: number): readonly Line[] {
  return [line(indent, message), ...(remedy === undefined ? [] : [line(indent, remedy)])];
}

/** Where the fault lies outside of the documents, the layer stands in the place of the place. */
export function placeAndCode({ where, layer, code }: Problem): string {
  const place = where === undefined ? layer : whereText(where);
  return place === undefined ? code : `${place}  ${code}`;
}
