import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allowedPolicies,
  type LabelDoubt,
  labelDoubtText,
  type LabelEvent,
  labellers,
  lastPush,
  type PullFacts,
  readAllowed,
} from '../../src/github/index.ts';
import { commitId } from '../support/fake-github/index.ts';
import { aMove, aPull, aRun, HEAD, labeled, MAYA, minute, unlabeled } from './shapes.ts';
import { fakeGitHub, repositoryAt } from './harness.ts';

const LABEL = 'reconcile: allow cap-increase';
const roles: Readonly<Record<string, 'admin' | 'write' | 'read' | 'none'>> = {
  maya: 'admin',
  noor: 'write',
  ole: 'admin',
  tria: 'read',
  'renovate[bot]': 'write',
};

describe('a label', () => {
  test.each<{
    readonly name: string;
    readonly why: string;
    readonly pull?: Partial<PullFacts>;
    readonly events?: readonly LabelEvent[];
    readonly pushed?: number | null;
    readonly counts: readonly string[];
    readonly doubts?: readonly LabelDoubt['why'][];
  }>([
    {
      name: 'by a different person with write access',
      why: 'two people reviewed it',
      events: [labeled(LABEL, 'noor', 20)],
      counts: ['cap-increase'],
    },
    {
      name: 'by an admin',
      why: 'with write access too',
      events: [labeled(LABEL, 'ole', 20)],
      counts: ['cap-increase'],
    },
    {
      name: 'that was removed from the pull request',
      why: 'a person removed it',
      pull: { labels: [] },
      events: [labeled(LABEL, 'noor', 20)],
      counts: [],
    },
    {
      name: 'of another sort',
      why: 'it has no meaning for reconcile',
      pull: { labels: ['allow cap-increase', 'bug'] },
      counts: [],
    },
    {
      name: 'by the author',
      why: 'authors cannot allow their own change',
      events: [labeled(LABEL, 'Maya', 20)],
      counts: [],
      doubts: ['author'],
    },
    {
      name: 'by the author, then by a different person',
      why: 'the last person who added it counts',
      events: [labeled(LABEL, 'maya', 20), unlabeled(LABEL, 'noor', 21), labeled(LABEL, 'noor', 22)],
      counts: ['cap-increase'],
    },
    {
      name: 'by a different person, then by the author',
      why: 'removed by a person, and added again by the author',
      events: [labeled(LABEL, 'noor', 20), unlabeled(LABEL, 'noor', 21), labeled(LABEL, 'maya', 22)],
      counts: [],
      doubts: ['author'],
    },
    {
      name: 'by a bot',
      why: 'a bot acts for a person, possibly the author',
      events: [labeled(LABEL, 'renovate[bot]', 20, true)],
      counts: [],
      doubts: ['bot'],
    },
    {
      name: 'by a person in the triage role',
      why: 'the role can label but not merge',
      events: [labeled(LABEL, 'tria', 20)],
      counts: [],
      doubts: ['no-write'],
    },
    {
      name: 'by an account that GitHub does not know',
      why: 'who has no permissions',
      events: [labeled(LABEL, 'stranger', 20)],
      counts: [],
      doubts: ['no-write'],
    },
    {
      name: 'by an account that is gone',
      why: 'it is unknown whether it was the author',
      events: [labeled(LABEL, null, 20)],
      counts: [],
      doubts: ['no-account'],
    },
    {
      name: 'before the last push',
      why: 'it allowed something else',
      events: [labeled(LABEL, 'noor', 9)],
      counts: [],
      doubts: ['before-push'],
    },
    {
      name: 'in the second of the last push',
      why: 'it may have been before',
      events: [labeled(LABEL, 'noor', 10)],
      counts: [],
      doubts: ['before-push'],
    },
    {
      name: 'if the time of the last push is unknown',
      why: 'it may have been before',
      events: [labeled(LABEL, 'noor', 20)],
      pushed: null,
      counts: [],
      doubts: ['no-push'],
    },
    { name: 'without an event', why: 'GitHub knows of every label', counts: [], doubts: ['no-event'] },
    {
      name: 'that was taken off, and is on',
      why: 'the two do not fit together',
      events: [labeled(LABEL, 'noor', 20), unlabeled(LABEL, 'noor', 21)],
      counts: [],
      doubts: ['no-event'],
    },
    {
      name: 'for a policy that does not exist',
      why: 'a misspelled label allows nothing, and is reported',
      pull: { labels: ['reconcile: allow cap-increse', 'reconcile: allow constructor', 'reconcile: allow '] },
      events: [labeled('reconcile: allow cap-increse', 'noor', 20)],
      counts: [],
      doubts: ['no-policy', 'no-policy', 'no-policy'],
    },
    {
      name: 'written in upper case',
      why: 'GitHub ignores case in labels',
      pull: { labels: ['Reconcile: Allow cap-increase'] },
      events: [labeled(LABEL, 'noor', 20)],
      counts: ['cap-increase'],
    },
    {
      name: 'together with a different one',
      why: 'each counts separately',
      pull: { labels: ['reconcile: allow share', LABEL] },
      events: [labeled(LABEL, 'maya', 20), labeled('reconcile: allow share', 'noor', 20)],
      counts: ['share'],
      doubts: ['author'],
    },
    {
      name: 'of a pull request whose author is gone',
      why: 'the person who labels has an account, so it is a different person',
      pull: { author: null },
      events: [labeled(LABEL, 'noor', 20)],
      counts: ['cap-increase'],
    },
  ])('$name: $why', ({ pull = {}, events = [], pushed = 10, counts, doubts = [] }) => {
    const facts = aPull({ labels: [LABEL], ...pull });
    const pushedAt = pushed === null ? undefined : minute(pushed);
    const { policies, notCounted } = allowedPolicies(facts, events, (login) => roles[login], pushedAt, MAYA);
    expect(policies).toEqual(counts);
    expect(notCounted.map(({ why }) => why.why)).toEqual(doubts);
    for (const { label, why } of notCounted) {
      const { message, remedy } = labelDoubtText(label, why);
      expect(message).toContain(`"${label}" does not count: `);
      expect(remedy).toMatch(/\.$/);
    }
  });

  test('law: for any events, a label counts if it was last added by a different person with write access, after the push', () => {
    const anEvent = fc.tuple(
      fc.boolean(),
      fc.constantFrom('maya', 'noor', 'tria', 'renovate[bot]', null),
      fc.integer({ min: 0, max: 20 }),
    );
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 6 }), (given) => {
        const events = given
          .map(([on, by, at]) => (on ? labeled(LABEL, by, at, by?.endsWith('[bot]')) : unlabeled(LABEL, 'noor', at)))
          .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
        const pull = aPull({ labels: [LABEL] });
        const { policies } = allowedPolicies(pull, events, (login) => roles[login], minute(10), MAYA);
        const last = events.at(-1);
        const counts =
          last?.did === 'labeled' && last.by?.login === 'noor' && Date.parse(last.at) > Date.parse(minute(10));
        expect(policies).toEqual(counts ? ['cap-increase'] : []);
      }),
    );
  });
});

test('permissions are read for people whose label could count, each once, and for no bot', () => {
  const other = 'reconcile: allow share';
  const events = [
    labeled(LABEL, 'maya', 1),
    labeled(LABEL, 'noor', 2),
    labeled(other, 'noor', 3),
    labeled('bug', 'ole', 4),
    labeled('reconcile: allow pin', 'tria', 5),
  ];
  expect(labellers(aPull({ labels: [LABEL, other, 'bug'] }), events)).toEqual(['noor']);
  expect(labellers(aPull({ labels: [LABEL] }), [labeled(LABEL, 'renovate[bot]', 1, true)])).toEqual([]);
});

describe('the last push', () => {
  test.each([
    ['is the first run for the head', [aRun(5), aRun(3), aRun(9)], [], 3],
    ['is no run for another head', [aRun(5), aRun(3, { head: commitId('earlier') })], [], 5],
    [
      'is the first run since a forced push: the branch may have been elsewhere',
      [aRun(3), aRun(9)],
      [aMove('head', 7)],
      9,
    ],
    ['is the first run since the base changed', [aRun(3), aRun(9), aRun(11)], [aMove('base', 7)], 9],
    ['may be in the second of the forced push', [aRun(3), aRun(7)], [aMove('head', 7)], 7],
    ['is not known where nothing ran', [], [], undefined],
    ['is not known where nothing ran since', [aRun(3)], [aMove('base', 7)], undefined],
  ] as const)('%s', (_, runs, moves, after) => {
    expect(lastPush(HEAD, runs, moves)).toBe(after === undefined ? undefined : minute(after));
  });

  test('is not before a push back to an earlier commit and on again, past a label', () => {
    // Head was this at 1, a different one after a forced push at 2, and this again by a plain push at 4. The label is
    // of 3.
    const pushedAt = lastPush(HEAD, [aRun(1), aRun(4)], [aMove('head', 2)]);
    const pull = aPull({ labels: [LABEL] });
    expect(allowedPolicies(pull, [labeled(LABEL, 'noor', 3)], () => 'write', pushedAt, MAYA).policies).toEqual([]);
  });
});

describe('read from GitHub', () => {
  test('labels count, or do not', async () => {
    const fake = await fakeGitHub({ pulls: [{ number: 7, author: 'maya' }] });
    const repository = repositoryAt(fake.api);
    const [pull] = fake.world.pulls();
    const read = async () => {
      const facts = await repository.pull(7);
      if (!facts.ok) throw new Error('no pull request');
      return readAllowed(facts.value, repository);
    };
    fake.world.setRole('noor', 'maintain');
    fake.world.setRole('tria', 'triage');

    fake.world.addRun({ head: pull?.head ?? '' });
    expect(await read()).toEqual({ ok: true, value: { policies: [], addedBy: {}, notCounted: [] } });

    fake.world.label(7, LABEL, 'tria');
    expect(await read()).toMatchObject({
      value: {
        policies: [],
        addedBy: {},
        notCounted: [{ label: LABEL, why: { why: 'no-write', by: 'tria', permission: 'read' } }],
      },
    });

    fake.world.unlabel(7, LABEL, 'tria');
    fake.world.label(7, LABEL, 'noor');
    // The label starts a run as well, for the same head.
    fake.world.addRun({ head: pull?.head ?? '' });
    expect(await read()).toEqual({
      ok: true,
      value: { policies: ['cap-increase'], addedBy: { 'cap-increase': 'noor' }, notCounted: [] },
    });

    fake.world.setPull({ number: 7, head: commitId('pushed') });
    fake.world.addRun({ head: commitId('pushed') });
    expect(await read()).toMatchObject({ value: { policies: [], notCounted: [{ why: { why: 'before-push' } }] } });
  });

  test('no further request is sent if there is no such label', async () => {
    const fake = await fakeGitHub();
    fake.world.label(7, 'bug', 'noor');
    const repository = repositoryAt(fake.api);
    const facts = await repository.pull(7);
    if (!facts.ok) throw new Error('no pull request');
    expect(await readAllowed(facts.value, repository)).toEqual({
      ok: true,
      value: { policies: [], addedBy: {}, notCounted: [] },
    });
    expect(fake.requests().map(({ path }) => path)).not.toContain('/repos/acme/ads/actions/runs');
  });

  test.each([
    ['who labelled', '/issues/7/events', 1],
    ['what ran', '/actions/runs', 1],
    ['what moved', '/issues/7/events', 2],
    ['who may write', '/permission', 1],
  ])('without %s there is a problem, and no label is judged', async (_, end, time) => {
    const fake = await fakeGitHub({
      intervene: ({ path }, number) => (path.endsWith(end) && number === time ? { status: 500, body: 'x' } : undefined),
    });
    fake.world.label(7, LABEL, 'noor');
    const repository = repositoryAt(fake.api);
    const facts = await repository.pull(7);
    if (!facts.ok) throw new Error('no pull request');
    expect(await readAllowed(facts.value, repository)).toMatchObject({ ok: false });
  });
});
