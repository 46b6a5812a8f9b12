import { clip, MAX_COMMENT_CHARS, nameList } from '../../model/index.ts';
import { codeSpan, forMarkdown } from '../parts/escape.ts';
import { byteLength, runLink } from '../parts/page.ts';
import { withoutNumbers } from '../parts/public-redaction.ts';
import { MARK_LINES } from '../plan/mark-comment.ts';

/** The answer to a command in a comment. */
export type Answer = {
  /** Our own word; `undefined` if the command was not understood. */
  readonly command: string | undefined;
  readonly names: readonly string[];
  /** Login. */
  readonly by: string;
  /** May contain foreign text. */
  readonly sentences: readonly string[];
  readonly listsCommands: boolean;
};

const MAX_NAMES = 10;

/** Of foreign text, in UTF-16 units. */
const MAX_SENTENCE_CHARS = 1_000;

const [BEGIN, END] = ['<!-- answer -->', '<!-- /answer -->'];

const COMMANDS: readonly (readonly [command: string, meaning: string])[] = [
  ['/reconcile plan', 'plan the last commit of an open pull request again'],
  ['/reconcile confirm NAME…', 'record that the manual steps of these layers are done, and continue'],
  ['/reconcile apply', 'try again what was reviewed, merged and is still open'],
  ['/reconcile help', 'list these commands'],
];

/**
 * A sticky comment with an answer below its hidden first line, instead of the previous answer. The next page replaces
 * both.
 *
 * @param runUrl page of the CI run; ignored if it is not a web address
 */
export function answeredComment(
  body: string,
  answer: Answer,
  { hideMoney, runUrl }: { readonly hideMoney: boolean; readonly runUrl?: string },
): string {
  const [first, ...lines] = body.replace(/\r\n/g, '\n').split('\n');
  const rest = withoutAnswer(lines.join('\n'));
  const marks = MARK_LINES.exec(rest)?.[0] ?? '';
  const head = `${first ?? ''}\n${marks}${BEGIN}\n${answerLines(answer, hideMoney, runUrl).join('\n')}\n\n${END}\n`;
  const page = head + rest.slice(marks.length);
  return byteLength(page) <= MAX_COMMENT_CHARS
    ? page
    : `${head}The rest does not fit below this line; the job summary of its run has it.\n`;
}

function withoutAnswer(text: string): string {
  const [begin, end] = [text.indexOf(`${BEGIN}\n`), text.indexOf(`\n${END}\n`)];
  return begin < 0 || end < begin ? text : text.slice(0, begin) + text.slice(end + END.length + 2);
}

function answerLines(
  { command, names, by, sentences, listsCommands }: Answer,
  hideMoney: boolean,
  runUrl: string | undefined,
): readonly string[] {
  const words =
    command === undefined
      ? ''
      : ` to ${codeSpan(['/reconcile', command, nameList(names, MAX_NAMES)].join(' ').trim())}`;
  const texts = sentences.map((text) => {
    const clipped = clip(text, MAX_SENTENCE_CHARS);
    return forMarkdown(hideMoney ? withoutNumbers(clipped) : clipped);
  });
  const run = runLink(runUrl, 'Run');
  return [
    `> **Answer**${words} by ${codeSpan(by)}: ${[...texts, ...(run === undefined ? [] : [run])].join(' ')}`,
    ...(listsCommands
      ? ['>', ...COMMANDS.map(([text, meaning]) => `> - ${codeSpan(text)}: ${meaning}`), '>', `> ${RULES}`]
      : []),
  ];
}

const RULES = 'Commands count in the first line of a new comment by a person with write access.';
