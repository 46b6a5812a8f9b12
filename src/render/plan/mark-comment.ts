import { clip, MAX_COMMENT_CHARS } from '../../model/index.ts';
import { byteLength, sentence } from '../parts/page.ts';

/** Why the plan in a comment would not be applied. */
export type PlanMark = {
  readonly state: 'Stale' | 'Refused';
  /** May contain foreign text. */
  readonly why: string;
  readonly remedy: string;
};

/** In UTF-16 units. */
const MAX_REASON_CHARS = 1_000;

/** With the empty line after it. */
export const MARK_LINE = /^\*\*(?:Stale|Refused)\.\*\* [^\n]*\n\n/;

/** The comment of a plan with a mark below its hidden first line; without one if `mark` is `undefined`. Idempotent. */
export function markComment(
  body: string,
  mark: PlanMark | undefined,
  { hideMoney }: { readonly hideMoney: boolean },
): string {
  const plain = body.replace(/\r\n/g, '\n');
  const end = plain.indexOf('\n') + 1;
  const [first, rest] = [plain.slice(0, end), plain.slice(end).replace(MARK_LINE, '')];
  if (mark === undefined) return first + rest;
  const why = sentence(clip(mark.why, MAX_REASON_CHARS), hideMoney);
  const head = `${first}**${mark.state}.** ${why} ${sentence(mark.remedy, false)}\n\n`;
  return byteLength(head + rest) <= MAX_COMMENT_CHARS
    ? head + rest
    : `${head}The plan does not fit below this line; the job summary of its run has it.\n`;
}
