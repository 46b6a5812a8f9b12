import { clip, MAX_COMMENT_CHARS } from '../../model/index.ts';
import { byteLength, sentence } from '../parts/page.ts';

/** Why the plan in a comment would not be applied. */
export type PlanMark = {
  readonly state: 'Stale' | 'Refused' | 'Outdated';
  /** May contain foreign text. */
  readonly why: string;
  readonly remedy: string;
};

/** In UTF-16 units. */
const MAX_REASON_CHARS = 1_000;

/** Each mark with the empty line after it. */
export const MARK_LINES = /^(?:\*\*(?:Stale|Refused|Outdated)\.\*\* [^\n]*\n\n)*/;
const OUTDATED_LINE = /\*\*Outdated\.\*\* [^\n]*\n\n/;

/**
 * The comment of a plan with a mark below its hidden first line; without one if `mark` is `undefined`. Idempotent. Only
 * a new plan removes "Outdated".
 */
export function markComment(
  body: string,
  mark: PlanMark | undefined,
  { hideMoney }: { readonly hideMoney: boolean },
): string {
  const plain = body.replace(/\r\n/g, '\n');
  const end = plain.indexOf('\n') + 1;
  const marks = MARK_LINES.exec(plain.slice(end))?.[0] ?? '';
  const outdated = mark?.state === 'Outdated' ? '' : (OUTDATED_LINE.exec(marks)?.[0] ?? '');
  const [first, rest] = [plain.slice(0, end) + outdated, plain.slice(end + marks.length)];
  if (mark === undefined) return first + rest;
  const why = sentence(clip(mark.why, MAX_REASON_CHARS), hideMoney);
  const head = `${first}**${mark.state}.** ${why} ${sentence(mark.remedy, false)}\n\n`;
  return byteLength(head + rest) <= MAX_COMMENT_CHARS
    ? head + rest
    : `${head}The plan does not fit below this line; the job summary of its run has it.\n`;
}

/** The line of a plan that names its commit. */
const PLANNED = /^Planned (?:`|<code>)?([0-9a-f]{7})/m;

/**
 * The mark of a plan after a push by a bot; `undefined` if the plan is for that commit.
 *
 * @param head full id of the newest commit
 */
export function outdatedMark(body: string, head: string): PlanMark | undefined {
  const newest = head.slice(0, 7);
  const planned = PLANNED.exec(body)?.[1];
  if (planned === newest) return undefined;
  const commit = planned === undefined ? 'an earlier commit' : `commit ${planned}`;
  return {
    state: 'Outdated',
    why: `This plan is for ${commit}; the newest commit ${newest} was pushed by a bot and is only validated.`,
    remedy: 'A push by a person starts a new plan.',
  };
}
