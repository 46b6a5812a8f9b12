import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Comment, commentSteps } from '../../src/github/index.ts';
import { commentMarker, markedRoot } from '../../src/model/index.ts';
import { hostileText } from '../render/hostile.ts';
import { page } from './harness.ts';

const me = 'github-actions[bot]';
const { root, body } = page('new');
const run = (id: number) => `[The run](https://github.com/a/b/actions/runs/${id})`;

describe('the steps', () => {
  test.each([
    ['nothing there', [], body, ['create']],
    ['other line ends', [{ id: 1, author: me, body: body.replaceAll('\n', '\r\n') }], body, []],
    ['no line end', [{ id: 1, author: me, body: body.trimEnd() }], body, []],
    ['another run', [{ id: 1, author: me, body: `${body}\n${run(1)}\n` }], `${body}\n${run(2)}\n`, []],
    ['no run before', [{ id: 1, author: me, body }], `${body}\n${run(2)}\n`, []],
    [
      'another number in the text',
      [{ id: 1, author: me, body: page(`${run(1)}\nx`).body }],
      page(`${run(2)}\nx`).body,
      ['edit 1'],
    ],
    [
      'a newer one first',
      [
        { id: 9, author: me, body },
        { id: 2, author: me, body: page('old').body },
      ],
      body,
      ['edit 2', 'remove 9'],
    ],
    [
      'an older version of the marker',
      [{ id: 1, author: me, body: '<!-- reconcile: {"version":0,"root":"."} -->\nold' }],
      body,
      ['edit 1'],
    ],
    ['a marker that is not on the first line', [{ id: 1, author: me, body: `> quoted\n${body}` }], body, ['create']],
    ['a marker that is no JSON', [{ id: 1, author: me, body: '<!-- reconcile: {root:.} -->' }], body, ['create']],
    ['another root', [{ id: 1, author: me, body: page('new', 'b').body }], body, ['create']],
    [
      'another author',
      [
        { id: 1, author: 'github-actions', body },
        { id: 2, author: null, body },
      ],
      body,
      ['create'],
    ],
  ] as const)('%s', (_, comments, wanted, steps) => {
    const found = commentSteps(wanted, root, me, comments);
    expect(found.map((step) => (step.action === 'create' ? 'create' : `${step.action} ${step.id}`))).toEqual(steps);
  });
});

const aComment = fc.record<Comment>({
  id: fc.integer({ min: 1, max: 1_000 }),
  author: fc.constantFrom(me, 'octocat', null),
  body: fc.oneof(
    hostileText,
    fc.tuple(fc.constantFrom('.', 'a'), hostileText).map(([at, says]) => page(says, at).body),
  ),
});

test('law: for any start, afterwards one comment of ours has the text, no foreign one is changed, and a second run does nothing', () => {
  fc.assert(
    fc.property(fc.uniqueArray(aComment, { selector: ({ id }) => id }), (comments) => {
      const steps = commentSteps(body, root, me, comments);
      const after = steps.reduce<readonly Comment[]>((there, step) => {
        if (step.action === 'create') return [...there, { id: 1_001, author: me, body: step.body }];
        if (step.action === 'remove') return there.filter(({ id }) => id !== step.id);
        return there.map((comment) => (comment.id === step.id ? { ...comment, body: step.body } : comment));
      }, comments);
      const ours = (comment: Comment) => comment.author === me && markedRoot(comment.body) === root;
      expect(after.filter(ours)).toHaveLength(1);
      expect(after.filter((comment) => !ours(comment))).toEqual(comments.filter((comment) => !ours(comment)));
      expect(commentSteps(body, root, me, after)).toEqual([]);
    }),
  );
});

test('a marker holds any root, on one line that nothing in it can end', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const marker = commentMarker(text);
      expect(markedRoot(`${marker}\nx`)).toBe(text);
      expect(marker.slice(4, -3)).not.toMatch(/[<>@\n\r]|-->/);
    }),
  );
  expect(commentMarker('.')).toBe('<!-- reconcile: {"root":".","version":1} -->');
});
