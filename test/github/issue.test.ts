import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Issue, issueSteps, postIssue } from '../../src/github/index.ts';
import { commentMarker, markedRoot } from '../../src/model/index.ts';
import { fakeGitHub, gitHubAt, OCTOCAT, READ_ONLY, repositoryAt } from './harness.ts';

const ME = 'github-actions[bot]';
const RUN = (id: number) => `\n[The run](https://github.com/acme/ads/actions/runs/${id})`;

function drift(says: string, root = '.') {
  return { title: 'Drift', body: `${commentMarker(root, 'drift')}\n${says}\n` };
}

function issue(number: number, body: string, author: string | null = ME, title = 'Drift'): Issue {
  return { number, title, body, author, state: 'open' };
}

describe('the steps', () => {
  test.each<readonly [string, readonly Issue[], ReturnType<typeof drift> | undefined, readonly string[]]>([
    ['nothing there', [], drift('new'), ['open']],
    ['nothing there, and nothing to say', [], undefined, []],
    ['says it already', [issue(1, drift('new').body)], drift('new'), []],
    ['says it with other line ends', [issue(1, drift('new').body.replaceAll('\n', '\r\n'))], drift('new'), []],
    ['another run', [issue(1, drift(`new${RUN(1)}`).body)], drift(`new${RUN(2)}`), []],
    ['says something else', [issue(1, drift('old').body)], drift('new'), ['edit 1']],
    ['has another title', [issue(1, drift('new').body, ME, 'Drift in 2 layers')], drift('new'), ['edit 1']],
    ['nothing left to report', [issue(1, drift('old').body)], undefined, ['close 1']],
    [
      'several of ours',
      [issue(9, drift('new').body), issue(2, drift('old').body)],
      drift('new'),
      ['edit 2', 'close 9'],
    ],
    [
      'several of ours, and nothing to say',
      [issue(9, drift('a').body), issue(2, drift('b').body)],
      undefined,
      ['close 2', 'close 9'],
    ],
    [
      'an issue of a different author with our marker',
      [issue(1, drift('new').body, 'mallory'), issue(2, drift('new').body, null)],
      drift('new'),
      ['open'],
    ],
    ['an issue of a different author, and nothing to report', [issue(1, drift('new').body, 'mallory')], undefined, []],
    ['ours about another root', [issue(1, drift('new', 'b').body)], drift('new'), ['open']],
    ['ours of another kind', [issue(1, `${commentMarker('.')}\nnew\n`)], drift('new'), ['open']],
    ['a closed one', [{ ...issue(1, drift('new').body), state: 'closed' }], drift('new'), ['open']],
  ])('%s', (_, issues, page, steps) => {
    const found = issueSteps(page, '.', ME, issues);
    expect(found.map((step) => (step.action === 'open' ? 'open' : `${step.action} ${step.number}`))).toEqual(steps);
  });

  test('law: for any start, afterwards one issue of ours has the text, no foreign one is changed, and a second run does nothing', () => {
    const anIssue = fc.record({
      number: fc.integer({ min: 1, max: 50 }),
      author: fc.constantFrom(ME, 'mallory', null),
      body: fc.constantFrom(drift('new').body, drift('old').body, drift('new', 'b').body, 'words'),
      title: fc.constantFrom('Drift', 'Other'),
    });
    const issues = fc.uniqueArray(anIssue, { selector: ({ number }) => number, maxLength: 8 });
    fc.assert(
      fc.property(issues, fc.boolean(), (given, clean) => {
        const page = clean ? undefined : drift('new');
        const before = given.map((one): Issue => ({ ...one, state: 'open' }));
        const after = issueSteps(page, '.', ME, before).reduce<readonly Issue[]>((there, step) => {
          if (step.action === 'open') return [...there, { ...issue(51, step.body), title: step.title }];
          const change =
            step.action === 'close' ? { state: 'closed' as const } : { title: step.title, body: step.body };
          return there.map((one) => (one.number === step.number ? { ...one, ...change } : one));
        }, before);
        const ours = (one: Issue) => one.author === ME && markedRoot(one.body, 'drift') === '.';
        const open = after.filter((one) => ours(one) && one.state === 'open');
        expect(open.map(({ title, body }) => ({ title, body }))).toEqual(page === undefined ? [] : [page]);
        expect(after.filter((one) => !ours(one))).toEqual(before.filter((one) => !ours(one)));
        expect(issueSteps(page, '.', ME, after)).toEqual([]);
      }),
    );
  });
});

describe('one issue', () => {
  test('is opened, edited if the text changes, left alone if not, closed, and opened again', async () => {
    const fake = await fakeGitHub();
    const stranger = fake.world.openIssue('mallory', 'Drift', drift('nothing to see').body);
    const post = (page: ReturnType<typeof drift> | undefined) =>
      postIssue(page, '.', gitHubAt(fake.api), repositoryAt(fake.api));
    const writes = () => fake.newWrites().map(({ method, path }) => `${method} ${path.replace('/repos/acme/ads', '')}`);

    expect(await post(undefined)).toEqual({ ok: true, value: { did: 'untouched' } });
    expect(writes()).toEqual([]);
    expect(await post(drift(`one${RUN(1)}`))).toEqual({ ok: true, value: { did: 'opened', number: 9 } });
    expect(writes()).toEqual(['POST /issues']);
    expect(await post(drift(`one${RUN(2)}`))).toEqual({ ok: true, value: { did: 'untouched', number: 9 } });
    expect(writes()).toEqual([]);
    expect(await post(drift('two'))).toEqual({ ok: true, value: { did: 'edited', number: 9 } });
    expect(writes()).toEqual(['PATCH /issues/9']);
    expect(await post(undefined)).toEqual({ ok: true, value: { did: 'closed', number: 9 } });
    expect(writes()).toEqual(['PATCH /issues/9']);
    expect(await post(undefined)).toEqual({ ok: true, value: { did: 'untouched' } });
    expect(await post(drift('again'))).toEqual({ ok: true, value: { did: 'opened', number: 10 } });

    expect(fake.world.issues()).toMatchObject([
      stranger,
      { number: 9, state: 'closed' },
      { number: 10, state: 'open' },
    ]);
    expect(fake.world.issues()[1]?.body).toBe(drift('two').body);
  });

  test('exists once per reconcile.yaml', async () => {
    const fake = await fakeGitHub();
    for (const root of ['a', 'b', 'a']) {
      await postIssue(drift('says', root), root, gitHubAt(fake.api), repositoryAt(fake.api));
    }
    expect(fake.world.issues().map(({ body }) => body)).toEqual([drift('says', 'a').body, drift('says', 'b').body]);
  });

  test('is not opened with a token that only reads', async () => {
    const fake = await fakeGitHub();
    const options = { token: READ_ONLY };
    const posted = await postIssue(drift('new'), '.', gitHubAt(fake.api, options), repositoryAt(fake.api, options));
    expect(posted).toMatchObject({ ok: false, problems: [{ remedy: expect.stringContaining('issues: write') }] });
  });

  test('gives up if every response is lost', async () => {
    const fake = await fakeGitHub({ intervene: ({ method }) => (method === 'POST' ? { status: 502 } : undefined) });
    const options = { token: OCTOCAT };
    const posted = await postIssue(drift('new'), '.', gitHubAt(fake.api, options), repositoryAt(fake.api, options));
    expect(posted).toMatchObject({ ok: false, problems: [{ code: 'github/unreachable' }] });
    expect(fake.newWrites()).toHaveLength(3);
  });
});
