import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type Node = {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
};

/** Later stages of the parser look for URLs in decoded text; GitHub looks in the source. */
const mdastExtensions = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));

/** Tags that our own pages have. What is between them has no tags or mentions of its own. */
const OUR_TAGS = /<!-- reconcile: \{[^<>\n]*\} -->|<\/?(?:code|summary|details(?: open)?)>|<br>/g;

/**
 * The structure of a page, without the elements that our pages use.
 *
 * @param isOurs whether the page may link to an address
 */
export function strangeIn(page: string, isOurs: (url: string) => boolean = () => false): readonly string[] {
  const ours = ['root', 'text', 'paragraph', 'heading', 'list', 'listItem', 'inlineCode', 'code', 'strong'];
  const tables = ['table', 'tableRow', 'tableCell', 'break'];
  return nodesOf(fromMarkdown(page, { extensions: [gfm()], mdastExtensions })).flatMap(({ type, value = '', url }) => {
    if (ours.includes(type) || tables.includes(type)) return [];
    if (type === 'link' && url !== undefined && isOurs(url)) return [];
    if (type === 'html' && !/[<>@]/.test(value.replace(OUR_TAGS, ''))) return [];
    return [`${type} ${value}`];
  });
}

/** The structure of a page, without its text. */
export function skeleton(page: string): readonly string[] {
  return nodesOf(fromMarkdown(page, { extensions: [gfm()], mdastExtensions }))
    .map(({ type }) => type)
    .filter((type) => !['text', 'inlineCode', 'html'].includes(type));
}

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}
