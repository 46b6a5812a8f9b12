import { forMarkdown } from './escape.ts';
import { sizeOf } from './fitting.ts';
import { withoutNumbers } from './hidden.ts';

/** What GitHub takes for one comment; see `comment.ts`. */
const LONGEST_COMMENT = 65_536;

/** Signs of the sentence. */
const LONGEST = 1_000;

/** The line that a stale plan begins with, below the hidden one, and the empty line after it. */
const MARK = /^\*\*Stale\.\*\* [^\n]*\n\n/;

/**
 * The comment of a plan, beginning with a line that it is stale; without such a line where there is no reason any more.
 * Called with what it answered, it answers the same. It says nothing that could be applied.
 *
 * @param body as it is now, with its hidden first line
 * @param why what moved, and what to do; may hold text from outside
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
