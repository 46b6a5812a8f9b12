import { clip, type Problem } from '../../model/index.ts';
import { codeSpan, forMarkdown } from './escape.ts';
import { details, locationText } from './phrases.ts';
import { withoutNumbers } from './public-redaction.ts';

const MAX_PROBLEM_CHARS = 1_000;

/** If the cause is outside the documents, the layer replaces the location. */
export function locationAndCode({ location, layer, code }: Problem): string {
  const at = location === undefined ? layer : locationText(location);
  return at === undefined ? code : `${at}  ${code}`;
}

/** An entry of a Markdown list. */
export function problemLine(problem: Problem, hideMoney: boolean): string {
  // Redact first: half of a number would not be recognised.
  const texts = details(problem).map((text) =>
    forMarkdown(clip(hideMoney ? withoutNumbers(text) : text, MAX_PROBLEM_CHARS)),
  );
  return `- ${codeSpan(clip(locationAndCode(problem), MAX_PROBLEM_CHARS))}: ${texts.join('<br>')}`;
}
