import { describe, expect, test } from 'vitest';
import { postIssue } from '../../src/github/index.ts';
import { commentMarker } from '../../src/model/index.ts';
import type { FakeOptions } from '../support/fake-github/index.ts';
import { fakeGitHub, gitHubAt, OCTOCAT, repositoryAt } from './harness.ts';

/** Octokit lets seconds pass between writes. */
function drift(says: string) {
  return { title: 'Drift', body: `${commentMarker('.', 'drift')}\n${says}\n` };
}

describe('the issue', () => {
  test.each<readonly [string, NonNullable<FakeOptions['intervene']>]>([
    ['is carried out', ({ method }, number) => (method === 'POST' && number === 1 ? 'lose' : undefined)],
    [
      'never arrives',
      ({ method, path }, number) =>
        method === 'POST' && path.endsWith('/issues') && number === 1 ? 'hang up' : undefined,
    ],
  ])('is opened once if the response is lost and the request %s', async (_, intervene) => {
    const fake = await fakeGitHub({ intervene });
    const options = { token: OCTOCAT, second: 1 };
    const posted = await postIssue(drift('new'), '.', gitHubAt(fake.api, options), repositoryAt(fake.api, options));
    expect(posted).toEqual({ ok: true, value: { did: 'opened', number: 8 } });
    expect(fake.world.issues()).toHaveLength(1);
  });
});
