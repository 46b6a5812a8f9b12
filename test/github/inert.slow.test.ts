import * as fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { annotations, planAsComment, planAsSummary } from '../../src/render/index.ts';
import { hostileText } from '../render/hostile.ts';
import {
  aChange,
  aCheck,
  aField,
  aHumanChange,
  aLayer,
  aMoneyLine,
  api,
  aPlan,
  aProblem,
  aRefusal,
  recorded,
} from '../support/plan.ts';

/** A node of the tree that a Markdown parser makes of a page. */
type Node = {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
};

/**
 * The omitted transforms look for URLs in decoded text. GitHub's parser looks in the source, like the syntax here; its
 * later stages skip code, and are compared with `proseOf`.
 */
const mdastExtensions = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));

function treeOf(page: string): Node {
  return fromMarkdown(page, { extensions: [gfm()], mdastExtensions });
}

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

/** Text that is read as words, not as code: between `<code>` and `</code>` the parser sees text, and a reader code. */
function proseOf(node: Node): readonly string[] {
  if (node.type === 'text') return [node.value ?? ''];
  let code = false;
  return (node.children ?? []).flatMap((child) => {
    if (child.type === 'html')
      code = (child.value ?? '').lastIndexOf('<code>') > (child.value ?? '').lastIndexOf('</code>');
    return code ? [] : proseOf(child);
  });
}

/** The structure of a page, without its text. Several texts in a row count as one. */
function skeleton(page: string): readonly string[] {
  return nodesOf(treeOf(page))
    .map(({ type, value }) =>
      type === 'html' ? `html ${value?.replace(/<!--.*-->/, '<!-- -->').replace(/<code>[^<>]*</g, '<code><')}` : type,
    )
    .filter((type) => !['text', 'inlineCode', 'html <code>', 'html </code>'].includes(type));
}

/** External text at every possible place. The layers change, so that each page has all its parts. */
function planWith(text: string, layers = 1): Plan {
  const location = { file: text, line: 1, column: 1 };
  const one = aLayer({
    name: text,
    file: text,
    changes: [
      aHumanChange(
        'pixel',
        [
          aField('capi.pixel_id', api(text), `${text}!`),
          aField('capi.event_map', recorded({ [`a${text}`]: 'x' }), { [text]: text }),
        ],
        { screen: text, tasks: [text], paste: { text } },
        { layer: text },
      ),
      aChange('state', [], {
        layer: text,
        step: { by: 'gated', approver: text, campaigns: [{ id: text, name: text, verb: 'pause', predicted: 'done' }] },
      }),
    ],
    checks: [aCheck({ layer: text, message: text, remedy: text, location })],
    released: [{ path: 'objectives', live: api(text) }],
    unknown: ['mode'],
  });
  return aPlan({
    layers: Array.from({ length: layers }, () => one),
    money: [aMoneyLine({ currency: text })],
    refusals: [aRefusal({ subject: text, message: text, location })],
    allowed: [{ policy: 'pin', subject: text }],
  });
}

/** Pages from the fullest to the shortest. */
const PAGES: readonly (readonly [string, (plan: Plan) => string])[] = [
  ['summary', (plan) => planAsSummary(plan, { hideMoney: false })],
  ['summary for the public', (plan) => planAsSummary(plan, { hideMoney: true })],
  ...[100_000, 4_500, 3_000, 1_600, 1_100, 300].map(
    (limit) =>
      [
        `comment of ${limit}`,
        (plan: Plan) => planAsComment(plan, { marker: { root: plan.layers[0]?.name ?? '.' }, hideMoney: false, limit }),
      ] as const,
  ),
];

describe.each(PAGES)('a %s', (_, page) => {
  test('has no mention, link, picture or HTML but its own', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = page(planWith(text));
        const tree = treeOf(shown);
        const nodes = nodesOf(tree);
        const strange = nodes.filter(({ type }) =>
          [
            'link',
            'image',
            'linkReference',
            'imageReference',
            'definition',
            'footnoteReference',
            'footnoteDefinition',
            'strikethrough',
            'delete',
          ].includes(type),
        );
        expect(strange).toEqual([]);
        const html = nodes.filter(({ type }) => type === 'html').map(({ value }) => value ?? '');
        const [marker, ...others] = shown.startsWith('<!--') ? html : ['', ...html];
        expect(marker).toMatch(/^(?:<!-- reconcile: \{[^<>\n]*\} -->)?$/);
        // Entities replace the characters of a tag, so nothing but these is left.
        const tags = others.join('').replace(/<\/?(?:code|summary|details(?: open)?)>|<br>/g, '');
        expect(tags).not.toMatch(/[<>@]/);
        // GitHub looks for mentions and references in the output of Markdown, except in code.
        expect(
          proseOf(tree).filter((piece) => /@(?!\u200b)|(?<![&\w])#\d|(?<![a-z\d])GH-\d|:\/\/|www\./i.test(piece)),
        ).toEqual([]);
        expect(nodes.filter(({ type }) => type === 'heading').length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 8 },
    );
  });
});

describe('the structure of a page', () => {
  test.each([
    '@everyone',
    '</details>',
    '-->',
    '```',
    '|',
    'a|b',
    '\u202e',
    '::error::',
    '<!--',
    '$$x$$',
    '[a](b)',
    '~~~',
    '\n\n# x',
    '- [ ] x',
  ])('has the same structure for any text: %j', (text) => {
    for (const page of [
      (plan: Plan) => planAsComment(plan, { marker: { root: plan.layers[0]?.name ?? '.' }, hideMoney: false }),
      (plan: Plan) => planAsSummary(plan, { hideMoney: true }),
    ]) {
      expect(skeleton(page(planWith(text)))).toEqual(skeleton(page(planWith('plain'))));
    }
  });

  test.each(['@', '-->', '|', '\u202e'])('survives names of 10 kB: %j', (sign) => {
    const plan = planWith(sign.repeat(Math.ceil(10_000 / sign.length)));
    const comment = planAsComment(plan, { marker: { root: '.' }, hideMoney: false });
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(nodesOf(treeOf(comment)).filter(({ type }) => type === 'heading')).toHaveLength(1);
  });
});

test('an annotation is cut if it is long', () => {
  const said = annotations({ plan: planWith('@'.repeat(100_000)) }, { root: '.', hideMoney: false });
  // A file name must stay whole: a part of it would be a different file.
  expect(said.replace(/file=@*/g, '').length).toBeLessThan(10_000);
});

test('an annotation is one command for any text', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (text, root) => {
      const location = { file: text, line: 1, column: 1 };
      const said = { plan: planWith(text), problems: [aProblem({ message: text, remedy: text, location })] };
      const lines = annotations(said, { root, hideMoney: false }).trimEnd().split('\n');
      expect(lines).toHaveLength(3);
      for (const line of lines) {
        expect(line).toMatch(/^::(?:error|warning|notice) file=[^,:\r\n]*,line=1,col=1,title=[^,:\r\n]*::[^\r\n]*$/);
        expect(line.replace(/%(?:25|0A|0D|3A|2C)/g, '')).not.toContain('%');
      }
    }),
  );
});
