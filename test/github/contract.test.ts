import { describe, expect, test } from 'vitest';
import {
  type Asked,
  answerFaults,
  type Operation,
  operations,
  requestFaults,
} from '../support/fake-github/contract.ts';
import { commentBody, ownUserBody } from '../support/fake-github/answers.ts';

/** A contract that catches nothing would make every other test here worth less. */

const headers = { 'x-github-api-version': '2022-11-28', 'user-agent': 'reconcile', accept: 'application/json' };

function operation(id: string): Operation {
  const found = operations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is not in the fixture`);
  return found;
}

function asked(rest: Partial<Asked> = {}): Asked {
  const path = { owner: 'acme', repo: 'ads', issue_number: '7', comment_id: '1' };
  return { query: new URLSearchParams(), path, headers, body: undefined, ...rest };
}

test('the fixture holds the operations in use', () => {
  expect(operations.map(({ id }) => id).toSorted()).toEqual([
    'actions/download-artifact',
    'actions/get-workflow-run-attempt',
    'actions/list-workflow-run-artifacts',
    'actions/list-workflow-runs-for-repo',
    'actions/re-run-workflow',
    'git/get-tree',
    'issues/create',
    'issues/create-comment',
    'issues/delete-comment',
    'issues/list-comments',
    'issues/list-events',
    'issues/list-for-repo',
    'issues/update',
    'issues/update-comment',
    'pulls/get',
    'pulls/list',
    'pulls/list-commits',
    'pulls/list-files',
    'reactions/create-for-issue-comment',
    'repos/create-deployment-status',
    'repos/get',
    'repos/get-collaborator-permission-level',
    'repos/list-activities',
    'repos/list-deployment-statuses',
    'repos/list-deployments',
    'repos/list-pull-requests-associated-with-commit',
    'users/get-authenticated',
  ]);
});

describe('a request', () => {
  test.each([
    ['as documented', 'issues/list-comments', { query: new URLSearchParams('per_page=100&page=2') }, []],
    ['with a body as documented', 'issues/create-comment', { body: { body: 'x' } }, []],
    [
      'with a misspelt parameter',
      'issues/list-comments',
      { query: new URLSearchParams('perpage=100') },
      [/no query parameter perpage/],
    ],
    [
      'with a word for a number',
      'issues/list-comments',
      { query: new URLSearchParams('page=two') },
      [/page must be integer/],
    ],
    [
      'with a word for an issue',
      'issues/list-comments',
      { path: { owner: 'a', repo: 'b', issue_number: 'seven' } },
      [/issue_number must be integer/],
    ],
    [
      'without the repository',
      'issues/list-comments',
      { path: { owner: 'a', issue_number: '7' } },
      [/repo is missing/],
    ],
    ['with a number for a text', 'issues/create-comment', { body: { body: 5 } }, [/body\/body must be string/]],
    ['without a text', 'issues/update-comment', { body: {} }, [/required property/]],
    [
      'with a member that is not one',
      'issues/create-comment',
      { body: { body: 'x', minimized: true } },
      [/no member minimized/],
    ],
    ['with a body where none belongs', 'issues/delete-comment', { body: { body: 'x' } }, [/takes no body/]],
    [
      'with a state that is not one',
      'pulls/list',
      { query: new URLSearchParams('state=merged') },
      [/state must be equal to one of/],
    ],
    [
      'with a word for a truth',
      'actions/list-workflow-runs-for-repo',
      { query: new URLSearchParams('exclude_pull_requests=yes') },
      [/exclude_pull_requests must be boolean/],
    ],
    ['for an issue without a title', 'issues/create', { body: { body: 'x' } }, [/required property 'title'/]],
    ['for a state that an issue does not have', 'issues/update', { body: { state: 'done' } }, [/state must be equal/]],
    [
      'without a version',
      'users/get-authenticated',
      { headers: { ...headers, 'x-github-api-version': undefined } },
      [/no API version/],
    ],
  ] as const)('%s', (_, id, rest, faults) => {
    const found = requestFaults(operation(id), asked(rest));
    expect(found).toHaveLength(faults.length);
    faults.forEach((fault, index) => expect(found[index]).toMatch(fault));
  });
});

describe('an answer', () => {
  const comment = commentBody({ id: 1, author: 'octocat', pull: 7, body: 'x' }, 'acme/ads');
  const ghost = commentBody({ id: 2, author: null, pull: 7, body: 'x' }, 'acme/ads');

  test.each([
    ['as documented', 'issues/list-comments', 200, [comment, ghost], 0],
    ['of ourselves', 'users/get-authenticated', 200, ownUserBody('octocat'), 0],
    ['without a body', 'issues/delete-comment', 204, undefined, 0],
    ['that is no list', 'issues/list-comments', 200, comment, 1],
    ['with an id that is a text', 'issues/create-comment', 201, { ...Object(comment), id: '1' }, 1],
    ['of another status', 'issues/create-comment', 200, comment, 1],
    ['with a body where none belongs', 'issues/delete-comment', 204, comment, 1],
    ['that redirects', 'actions/download-artifact', 302, undefined, 0],
    ['that has an archive where GitHub redirects', 'actions/download-artifact', 200, 'PK', 1],
    ['without a number of all', 'actions/list-workflow-runs-for-repo', 200, { workflow_runs: [] }, 1],
    ['with a state that a deployment does not have', 'repos/list-deployment-statuses', 200, [{ state: 'done' }], 11],
  ])('%s', (_, id, status, body, faults) => {
    expect(answerFaults(operation(id), status, body)).toHaveLength(faults);
  });
});
