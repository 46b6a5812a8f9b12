import { describe, expect, test } from 'vitest';
import { createDeploymentWriter, type DeploymentWriter } from '../../src/github/index.ts';
import { commitId as sha, type FakeGitHub, refusal } from '../support/fake-github/index.ts';
import { ACTIONS, fakeGitHub, optionsFor, READ_ONLY, repositoryAt } from './harness.ts';

const OPEN = 'reconcile: open: #7';
const SETTLED = 'reconcile: settled';

/** A status is a state or our own description. */
function deploy({ world }: FakeGitHub, environment: string, word: string, ...statuses: readonly string[]): void {
  const id = world.deploy(environment, sha(word));
  for (const status of statuses) {
    if (status === SETTLED) world.addStatus(id, 'success', status, false);
    else if (status.startsWith('reconcile: ')) world.addStatus(id, 'inactive', status);
    else world.addStatus(id, status);
  }
}

type Case = {
  readonly name: string;
  readonly deployments: readonly (readonly [environment: string, word: string, ...statuses: readonly string[]])[];
  readonly settled?: string;
  readonly ended?: string;
};

const CASES: readonly Case[] = [
  { name: 'none', deployments: [] },
  { name: 'one that failed', deployments: [['apply', 'a', 'in_progress', 'failure']], ended: 'a' },
  { name: 'one without a status', deployments: [['apply', 'a']] },
  { name: 'one that succeeded', deployments: [['apply', 'a', 'in_progress', 'success']], settled: 'a', ended: 'a' },
  {
    name: 'one that succeeded, and others that did not',
    deployments: [
      ['apply', 'a', 'success'],
      ['apply', 'b', 'failure'],
      ['apply', 'c', 'in_progress'],
    ],
    settled: 'a',
    ended: 'b',
  },
  {
    name: 'two that succeeded',
    deployments: [
      ['apply', 'a', 'success'],
      ['apply', 'b', 'success'],
    ],
    settled: 'b',
    ended: 'b',
  },
  {
    name: 'one to a different environment',
    deployments: [
      ['apply', 'a', 'success'],
      ['docs', 'b', 'success'],
    ],
    settled: 'a',
    ended: 'a',
  },
  { name: 'one that was taken back', deployments: [['apply', 'a', 'success', 'inactive']], ended: 'a' },
  {
    name: 'one that waits for a person, which GitHub calls a success',
    deployments: [['apply', 'a', 'in_progress', OPEN, 'success']],
    ended: 'a',
  },
  {
    name: 'one before it, which GitHub made inactive',
    deployments: [
      ['apply', 'a', 'success'],
      ['apply', 'b', OPEN, 'success'],
    ],
    settled: 'a',
    ended: 'b',
  },
  {
    name: 'one that a person completed later',
    deployments: [['apply', 'a', OPEN, 'success', SETTLED]],
    settled: 'a',
    ended: 'a',
  },
  {
    name: 'one that is open again',
    deployments: [['apply', 'a', SETTLED, 'success', OPEN]],
    ended: 'a',
  },
];

describe('the last deployment', () => {
  test.each(CASES)('$name', async ({ deployments, settled, ended }) => {
    const fake = await fakeGitHub();
    for (const [environment, word, ...statuses] of deployments) deploy(fake, environment, word, ...statuses);
    expect(await repositoryAt(fake.api).lastDeployed('apply')).toEqual({
      ok: true,
      value: { settled: settled && sha(settled), ended: ended && sha(ended) },
    });
  });

  test('is the newest of two that both count as live', async () => {
    const fake = await fakeGitHub();
    deploy(fake, 'apply', 'a', 'success');
    deploy(fake, 'apply', 'b', 'success');
    // In an environment for production, a later success leaves earlier ones as they are.
    for (const deployment of fake.world.deployments()) deployment.statuses = [{ state: 'success', description: '' }];
    expect(await repositoryAt(fake.api).lastDeployed('apply')).toMatchObject({ value: { settled: sha('b') } });
  });

  test('is found behind a hundred that failed', async () => {
    const fake = await fakeGitHub();
    deploy(fake, 'apply', 'good', 'success');
    for (let number = 0; number < 101; number += 1) deploy(fake, 'apply', 'bad', 'failure');
    expect(await repositoryAt(fake.api).lastDeployed('apply')).toMatchObject({ value: { settled: sha('good') } });
  });
});

describe('the verdict of a run', () => {
  const write = (
    { api }: FakeGitHub,
    open: readonly string[],
    token = ACTIONS,
  ): ReturnType<DeploymentWriter['recordVerdict']> =>
    createDeploymentWriter(optionsFor(api, { token }), { owner: 'acme', repo: 'ads' }).recordVerdict(
      'apply',
      new Set([sha('a'), sha('b')]),
      open,
    );
  const written = ({ world }: FakeGitHub) => world.deployments().map(({ statuses }) => statuses.at(-1)?.description);

  test('is on the newest deployment of a covered commit, and cut at the limit of GitHub', async () => {
    const fake = await fakeGitHub();
    deploy(fake, 'apply', 'a', 'success');
    deploy(fake, 'apply', 'b', 'in_progress');
    deploy(fake, 'apply', 'later', 'queued');
    const names = Array.from({ length: 100 }, (_, index) => `#${index}`);
    expect(await write(fake, names)).toMatchObject({ ok: true });
    const [first, second, third] = written(fake);
    expect([first, third]).toEqual(['', '']);
    expect(second).toMatch(/^reconcile: open: #0, #1, .*…$/);
    expect(second).toHaveLength(140);
  });

  test.each([
    { name: 'nothing open, as GitHub will say', statuses: ['in_progress'], open: [], writes: undefined },
    { name: 'nothing open any longer', statuses: [OPEN, 'success'], open: [], writes: SETTLED },
    { name: 'nothing open after a failure', statuses: ['failure'], open: [], writes: SETTLED },
    { name: 'the same open', statuses: [OPEN, 'success'], open: ['#7'], writes: undefined },
    { name: 'something else open', statuses: [OPEN, 'success'], open: ['#8'], writes: 'reconcile: open: #8' },
    { name: 'something open again', statuses: [SETTLED], open: ['#7'], writes: OPEN },
  ])('$name', async ({ statuses, open, writes }) => {
    const fake = await fakeGitHub();
    deploy(fake, 'apply', 'a', ...statuses);
    expect(await write(fake, open)).toEqual({ ok: true, value: undefined });
    const bodies = fake.newWrites().map(({ body }) => (body as { readonly description: string }).description);
    expect(bodies).toEqual(writes === undefined ? [] : [writes]);
  });

  test('without a deployment nothing is written', async () => {
    const fake = await fakeGitHub();
    expect(await write(fake, ['#7'])).toEqual({ ok: true, value: undefined });
    expect(fake.newWrites()).toEqual([]);
  });

  test('leaves the states of earlier deployments alone', async () => {
    const fake = await fakeGitHub();
    deploy(fake, 'apply', 'a', 'success');
    deploy(fake, 'apply', 'b', OPEN);
    await write(fake, []);
    expect(fake.world.deployments()[0]?.statuses.map(({ state }) => state)).toEqual(['success']);
  });

  test.each([
    ['a token that only reads', undefined],
    ['a closed endpoint', refusal(403, 'Resource not accessible by integration')],
  ])('%s: the permission is named', async (_, answer) => {
    const fake = await fakeGitHub({ intervene: ({ method }) => (method === 'POST' ? answer : undefined) });
    deploy(fake, 'apply', 'a', 'in_progress');
    const refused = await write(fake, ['#7'], answer === undefined ? READ_ONLY : ACTIONS);
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'github/refused' }] });
    expect(refused.ok ? '' : refused.problems[0].remedy).toMatch(/deployments: write/);
  });
});
