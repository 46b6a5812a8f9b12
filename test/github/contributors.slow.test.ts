import { describe, expect, test } from 'vitest';
import { readAllowed } from '../../src/github/index.ts';
import { commitId, type FakeGitHub } from '../support/fake-github/index.ts';
import { fakeGitHub, repositoryAt } from './harness.ts';

const LABEL = 'reconcile: allow cap-increase';

/** Something that Noor has to do with a pull request of Maya, before she labels it. */
type Hand = { readonly name: string; readonly does: (world: FakeGitHub['world'], head: string) => void };

const EXECUTORS: readonly Hand[] = [
  { name: 'pushed the last commit', does: (world, head) => world.pushed('change-7', head, 'noor') },
  {
    name: 'pushed an earlier commit',
    does: (world) => {
      world.setPull({ number: 7, wrote: [{ commit: commitId('early'), author: 'maya' }] });
      world.pushed('change-7', commitId('early'), 'noor');
    },
  },
  {
    name: 'pushed commits that a forced push replaced',
    does: (world) => world.pushed('change-7', commitId('replaced'), 'noor', 'force_push'),
  },
  {
    name: 'pushed by force, as the page of the pull request shows',
    does: (world) => world.addEvent({ number: 7, event: 'head_ref_force_pushed', by: 'noor' }),
  },
  { name: 'merged into the branch', does: (world) => world.pushed('change-7', commitId('m'), 'noor', 'pr_merge') },
  {
    name: 'wrote a commit that Maya pushed',
    does: (world) => world.setPull({ number: 7, wrote: [{ commit: commitId('early'), author: 'noor' }] }),
  },
  {
    name: 'committed what Maya wrote',
    does: (world) =>
      world.setPull({ number: 7, wrote: [{ commit: commitId('early'), author: 'maya', committer: 'noor' }] }),
  },
];

describe('a contributor cannot allow a policy on the pull request', () => {
  test.each(EXECUTORS)('a person who $name', async ({ does }) => {
    const { read, world, head } = await labelledBy('noor', does);
    expect(world.roleOf('noor')).toBe('admin');
    expect(head).toMatch(/^[0-9a-f]{40}$/);
    expect(await read()).toMatchObject({ value: { policies: [], notCounted: [{ label: LABEL }] } });
  });

  test('a different person can', async () => {
    const { read } = await labelledBy('ole', (world, head) => world.pushed('change-7', head, 'noor'));
    expect(await read()).toEqual({
      ok: true,
      value: { policies: ['cap-increase'], addedBy: { 'cap-increase': 'ole' }, notCounted: [] },
    });
  });

  test('a push to the branch before this pull request, of commits that are not in it, does not count', async () => {
    const { read } = await labelledBy('noor', () => undefined, [commitId('long ago')]);
    expect(await read()).toEqual({
      ok: true,
      value: { policies: ['cap-increase'], addedBy: { 'cap-increase': 'noor' }, notCounted: [] },
    });
  });

  test('a push after the label removes its effect, also to a commit that had runs before', async () => {
    const { read, world, head } = await labelledBy('ole', () => undefined);
    world.pushed('change-7', commitId('away'), 'maya');
    world.pushed('change-7', head, 'maya', 'force_push');
    expect(await read()).toMatchObject({ value: { policies: [], notCounted: [{ why: { why: 'before-push' } }] } });
  });

  test('all pages of the activity are read, by their cursor', async () => {
    const { read } = await labelledBy('noor', (world) => {
      world.pushed('change-7', commitId('replaced'), 'noor', 'force_push');
      for (let push = 0; push < 120; push += 1) world.pushed('change-7', commitId(`push ${push}`), 'maya');
    });
    expect(await read()).toMatchObject({ value: { policies: [], notCounted: [{ why: { why: 'pusher' } }] } });
  });

  test.each([
    ['the activity', '/activity'],
    ['the commits', '/7/commits'],
  ])('without %s there is a problem, and nothing counts', async (_, end) => {
    const { read } = await labelledBy('ole', () => undefined, [], end);
    expect(await read()).toMatchObject({ ok: false });
  });
});

/**
 * A pull request of Maya with a second contributor, and then a label.
 *
 * @param before commits that Noor pushed to a branch of this name before it was opened
 * @param fails end of the path of a request that GitHub cannot answer
 */
async function labelledBy(by: string, does: Hand['does'], before: readonly string[] = [], fails?: string) {
  const fake = await fakeGitHub({
    pulls: [],
    intervene: ({ path }) =>
      fails !== undefined && path.endsWith(fails) ? { status: 403, body: { message: 'no' } } : undefined,
  });
  const { world } = fake;
  for (const commit of before) world.pushed('change-7', commit, 'noor');
  const { head } = world.setPull({ number: 7, author: 'maya' });
  does(world, head);
  world.addRun({ head, actor: 'maya' });
  world.setRole('noor', 'admin');
  world.setRole('ole', 'write');
  world.label(7, LABEL, by);
  const repository = repositoryAt(fake.api);
  const read = async () => {
    const facts = await repository.pull(7);
    if (!facts.ok) throw new Error('no pull request');
    return readAllowed(facts.value, repository);
  };
  return { read, world, head };
}
