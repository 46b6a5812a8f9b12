import { expect, test } from 'vitest';
import type { LabelEvent, PullFacts } from '../../src/github/index.ts';
import { allowedPolicies, type Contributors, type LabelDoubt } from '../../src/github/labels.ts';
import { aMergedPull, aPull, labeled, MAYA, minute, unlabeled } from './shapes.ts';

const LABEL = 'reconcile: allow cap-increase';
const noor = { login: 'noor', isBot: false };

type Case = {
  readonly name: string;
  readonly why: string;
  readonly contributors?: Partial<Contributors>;
  readonly pull?: PullFacts;
  readonly events?: readonly LabelEvent[];
  readonly doubt?: LabelDoubt['why'] | 'not there';
};

const CASES: readonly Case[] = [
  { name: 'who only reviewed', why: 'two people reviewed it' },
  { name: 'the pusher', why: 'it is their change as well', contributors: { pushers: [noor] }, doubt: 'pusher' },
  {
    name: 'who pushed, in other case',
    why: 'GitHub ignores case',
    contributors: { pushers: [{ login: 'NOOR', isBot: false }] },
    doubt: 'pusher',
  },
  { name: 'who wrote a commit', why: 'it is their change', contributors: { authors: [noor] }, doubt: 'commits' },
  {
    name: 'if the pusher is unknown',
    why: 'it may have been the same person',
    contributors: { pushers: undefined },
    doubt: 'no-pusher',
  },
  {
    name: 'if not all commits are listed',
    why: 'one may be theirs',
    contributors: { authors: 'too many' },
    doubt: 'too-many-commits',
  },
  {
    name: 'before the merge',
    why: 'the state at the merge counts',
    pull: aMergedPull(30, { labels: [LABEL] }),
  },
  {
    name: 'after the merge',
    why: 'the merged plan was refused',
    pull: aMergedPull(15, { labels: [LABEL] }),
    doubt: 'not there',
  },
  {
    name: 'in the second of the merge',
    why: 'it may have been after it',
    pull: aMergedPull(20, { labels: [LABEL] }),
    doubt: 'not there',
  },
  {
    name: 'before the merge, and taken off after it',
    why: 'what happens after the merge changes nothing',
    pull: aMergedPull(30, { labels: [] }),
    events: [labeled(LABEL, 'noor', 20), unlabeled(LABEL, 'maya', 40)],
  },
  {
    name: 'before the merge, and put on again by the author after it',
    why: 'what happens after the merge changes nothing',
    pull: aMergedPull(30, { labels: [LABEL] }),
    events: [labeled(LABEL, 'noor', 20), unlabeled(LABEL, 'maya', 40), labeled(LABEL, 'maya', 41)],
  },
  {
    name: 'that was taken off before the merge',
    why: 'it was removed again',
    pull: aMergedPull(30, { labels: [] }),
    events: [labeled(LABEL, 'noor', 20), unlabeled(LABEL, 'maya', 25)],
    doubt: 'not there',
  },
];

test.each(CASES)('a label by a person with write access $name: $why', (given) => {
  const { contributors = {}, pull = aPull({ labels: [LABEL] }), events = [labeled(LABEL, 'noor', 20)], doubt } = given;
  const people = { ...MAYA, ...contributors };
  const { policies, notCounted } = allowedPolicies(pull, events, () => 'write', minute(10), people);
  expect(policies).toEqual(doubt === undefined ? ['cap-increase'] : []);
  expect(notCounted.map(({ why }) => why.why)).toEqual(doubt === undefined || doubt === 'not there' ? [] : [doubt]);
});
