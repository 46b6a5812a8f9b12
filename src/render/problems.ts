import type { Problem } from '../model/index.ts';
import { counted } from './counting.ts';
import { excerptLines } from './excerpt.ts';
import { joinSections, asTerminal, line, type Line, type TextOptions } from './style.ts';
import { whereText } from './where.ts';

/** Problems for a terminal: location and code, source, message, remedy. Empty if there are none. */
export function problemsAsText(problems: readonly Problem[], options: TextOptions): string {
  const count = problems.length > 1 ? [line(0, `${counted(problems.length, 'problem')}.`, 'strong')] : [];
  return asTerminal(joinSections([...problems.map(problemLines), count]), options);
}

function problemLines(problem: Problem): readonly Line[] {
  return joinSections([
    [line(0, placeAndCode(problem), 'bad')],
    problem.excerpt === undefined ? [] : excerptLines(problem.excerpt),
    saidLines(problem, 0),
  ]);
}

/** Message and remedy, without the location. */
export function saidLines({ message, remedy }: Problem, indent: number): readonly Line[] {
  return [line(indent, message), ...(remedy === undefined ? [] : [line(indent, remedy)])];
}

/** If the cause is outside the documents, the layer replaces the location. */
export function placeAndCode({ location, layer, code }: Problem): string {
  const place = location === undefined ? layer : whereText(location);
  return place === undefined ? code : `${place}  ${code}`;
}
