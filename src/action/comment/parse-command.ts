import { layerNames } from '../../model/index.ts';

/** The command in a comment. */
export type CommentCommand =
  | { readonly kind: 'plan' | 'apply' | 'help' }
  /** `names`: unique, in the order of the comment. Layers with these names may not exist. */
  | { readonly kind: 'confirm'; readonly names: readonly string[] }
  /** It starts like a command. The text is not kept, so that no answer can repeat it. */
  | { readonly kind: 'malformed' };

/** Only at the start of a line: not in a quote, a list or indented code. */
const COMMAND = /^\/reconcile(?![^ \t])([^]*)$/;

/**
 * The command in the first line of a comment that has text; `undefined` if there is none. The rest of the comment is
 * ignored, so a quoted or fenced command is not one.
 */
export function parseCommand(body: string): CommentCommand | undefined {
  const [, text] = COMMAND.exec(firstLine(body)) ?? [];
  if (text === undefined) return undefined;
  const [verb, ...words] = wordsOf(text);
  switch (verb) {
    case 'plan':
    case 'apply':
    case 'help':
      return { kind: words.length === 0 ? verb : 'malformed' };
    case 'confirm': {
      const names = layerNames(words.join(' '));
      return names === undefined ? { kind: 'malformed' } : { kind: 'confirm', names };
    }
    case undefined:
    default:
      return { kind: 'malformed' };
  }
}

function firstLine(body: string): string {
  return /^(?:[ \t]*(?:\r\n|\r|\n))*([^\r\n]*)/.exec(body)?.[1] ?? '';
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[ \t]+/).filter((word) => word !== '');
}
