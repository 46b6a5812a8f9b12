import { describe, expect, test } from 'vitest';
import { findPage, type Page, pageSteps, postPage } from '../../src/github/index.ts';
import { commentMarker, markedRoot, readMarker } from '../../src/model/index.ts';
import { fakeGitHub, gitHubAt, page, pull } from './harness.ts';

/** The outcome of an apply in the folder of a `reconcile.yaml`. */
function outcome(says: string, root = '.'): Page {
  return { root, kind: 'outcome', body: `${commentMarker(root, 'outcome')}\n${says}\n` };
}

describe('a marker', () => {
  test.each([
    ['without a kind, as they were before there were any', '<!-- reconcile: {"root":".","version":1} -->', 'plan'],
    ['of an outcome', commentMarker('.', 'outcome'), 'outcome'],
    ['of drift', commentMarker('.', 'drift'), 'drift'],
  ] as const)('%s', (_, marker, kind) => {
    expect(readMarker(`${marker}\r\ntext`)).toEqual({ root: '.', kind });
    expect(markedRoot(marker, kind)).toBe('.');
    for (const other of (['plan', 'outcome', 'drift'] as const).filter((one) => one !== kind)) {
      expect(markedRoot(marker, other)).toBeUndefined();
    }
  });

  test.each([
    ['of a kind that a later version has', '<!-- reconcile: {"root":".","version":2,"kind":"report"} -->'],
    ['of a kind that is no word', '<!-- reconcile: {"root":".","kind":null} -->'],
    ['without a root', '<!-- reconcile: {"kind":"plan"} -->'],
    ['that is no object', '<!-- reconcile: {} -->'],
  ])('%s is not ours', (_, marker) => {
    expect(readMarker(marker)).toBeUndefined();
  });
});

describe('an outcome', () => {
  test('is next to the plan, on a pull request that was merged', async () => {
    const fake = await fakeGitHub();
    const github = gitHubAt(fake.api);
    await postPage(page('the plan'), pull, github);
    fake.world.merge(7, fake.world.pulls()[0]?.head ?? '');

    expect(await postPage(outcome('failed'), pull, github)).toMatchObject({ value: { did: 'created', removed: 0 } });
    expect(await postPage(outcome('done'), pull, github)).toMatchObject({ value: { did: 'edited', removed: 0 } });
    expect(await postPage(outcome('done'), pull, github)).toMatchObject({ value: { did: 'untouched', removed: 0 } });
    expect(await postPage(page('the plan'), pull, github)).toMatchObject({ value: { did: 'untouched', removed: 0 } });
    expect(fake.comments().map(({ body }) => body)).toEqual([page('the plan').body, outcome('done').body]);
  });

  test('is rehearsed without a write', async () => {
    const fake = await fakeGitHub();
    fake.say('github-actions[bot]', page('the plan').body);
    const steps = await pageSteps(outcome('done'), pull, gitHubAt(fake.api));
    expect(steps).toMatchObject({ ok: true, value: [{ action: 'create' }] });
    expect(fake.newWrites()).toEqual([]);
  });
});

describe('finding our page', () => {
  test('is found by author, root and kind; the oldest if there are several', async () => {
    const fake = await fakeGitHub();
    const github = gitHubAt(fake.api);
    expect(await findPage({ root: '.' }, pull, github)).toEqual({ ok: true, value: undefined });
    fake.say('mallory', page('forged').body);
    fake.say('github-actions[bot]', page('elsewhere', 'b').body);
    fake.say('github-actions[bot]', outcome('done').body);
    const ours = fake.say('github-actions[bot]', page('the plan').body);
    fake.say('github-actions[bot]', page('a later one').body);
    expect(await findPage({ root: '.' }, pull, github)).toMatchObject({
      value: { id: ours, body: page('the plan').body },
    });
    expect(await findPage({ root: '.', kind: 'outcome' }, pull, github)).toMatchObject({
      value: { body: outcome('done').body },
    });
  });

  test('ends in a problem if GitHub refuses', async () => {
    const fake = await fakeGitHub({
      intervene: ({ path }) => (path.endsWith('/comments') ? { status: 500, body: 'x' } : undefined),
    });
    expect(await findPage({ root: '.' }, pull, gitHubAt(fake.api))).toMatchObject({
      ok: false,
      problems: [{ code: 'github/unreachable' }],
    });
  });
});
