import { forMarkdown } from './escape.ts';
import { sizeOf } from './fitting.ts';
import { withoutNumbers } from './hidden.ts';

/** Limit of a comment at GitHub; see `comment.ts`. */
const LONGEST_COMMENT = 65_536;

/** UTF-16 units of the sentence. */
const LONGEST = 1_000;

/** The first line of a stale plan, below the hidden one, and the empty line after it. */
const MARK = /^\*\*Stale\.\*\* [^\n]*\n\n/;

/**
 * The comment of a plan with a first line that marks it as stale; without that line if `why` is `undefined`.
 * Idempotent. Adds nothing that could be applied.
 *
 * @param body the current one, with its hidden first line
 * @param why what changed, and what to do; may contain foreign text
 */
export function staleComment(
  body: string,
  why: string | undefined,
  { hideMoney }: { readonly hideMoney: boolean },
): string {
  const plain = body.replace(/\r\n/g, '\n');
  const end = plain.indexOf('\n') + 1;
  const [first, rest] = [plain.slice(0, end), plain.slice(end).replace(MARK, '')];
  if (why === undefined) return first + rest;
  const short = why.length <= LONGEST ? why : `${why.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`;
  const head = `${first}**Stale.** ${forMarkdown(hideMoney ? withoutNumbers(short) : short)}\n\n`;
  return sizeOf(head + rest) <= LONGEST_COMMENT
    ? head + rest
    : `${head}The plan that stood here is too long to stand below this line: the summary of its run has it.\n`;
}
