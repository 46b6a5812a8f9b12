import { describe, expect, test } from 'vitest';
import { reasonToEnd } from '../../src/action/plan/ended-event.ts';
import { commitId } from '../support/fake-github/index.ts';

const event = { head: commitId('head'), baseBranch: 'main' };
const facts = { number: 7, state: 'open', merged: false, head: event.head, base: 'main' } as const;

const cases = [
  { name: 'an open pull request', why: 'this is its newest run', facts: {}, reason: undefined },
  { name: 'a merged one', why: 'its reviewed plan counts', facts: { state: 'closed', merged: true }, reason: 'merged' },
  { name: 'a closed one', why: 'nothing will be merged', facts: { state: 'closed' }, reason: 'closed' },
  {
    name: 'a newer commit',
    why: 'the push started a run of its own',
    facts: { head: commitId('next') },
    reason: 'is now the newest commit of #7',
  },
  {
    name: 'a different base branch',
    why: 'the edit started a run of its own',
    facts: { base: 'release' },
    reason: 'is now "release"',
  },
] as const;

describe('the reason not to plan a pull request', () => {
  test.each(cases)('$name: $why', ({ facts: changed, reason }) => {
    const found = reasonToEnd({ ...facts, ...changed }, event);
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(reason);
  });
});
