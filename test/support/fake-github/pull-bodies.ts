import { userBody } from './answers.ts';
import { type Body, issueBody } from './bodies.ts';
import { apiOf, repositoryBody } from './repository-body.ts';
import type { FakePull, FakeWorld } from './world.ts';

/** A pull request in a list. */
export function pullBody(pull: FakePull, { repository, defaultBranch }: FakeWorld): Body {
  const api = apiOf(repository);
  const page = `https://github.com/${repository}/pull/${pull.number}`;
  const [owner = ''] = repository.split('/');
  const here = repositoryBody(repository, defaultBranch);
  const from = pull.headRepository;
  const links = {
    self: `${api}/pulls/${pull.number}`,
    html: page,
    issue: `${api}/issues/${pull.number}`,
    comments: `${api}/issues/${pull.number}/comments`,
    review_comments: `${api}/pulls/${pull.number}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${api}/pulls/${pull.number}/commits`,
    statuses: `${api}/statuses/${pull.head}`,
  };
  return {
    id: 5_000 + pull.number,
    node_id: `PR_${pull.number}`,
    number: pull.number,
    url: links.self,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    title: pull.title,
    body: null,
    state: pull.state,
    locked: false,
    user: pull.author === null ? null : userBody(pull.author),
    labels: pull.labels.map((name, index) => ({
      id: index + 1,
      node_id: `LA_${index}`,
      url: `${api}/labels/${encodeURIComponent(name)}`,
      name,
      description: '',
      color: 'ededed',
      default: false,
    })),
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    created_at: pull.openedAt,
    updated_at: pull.closedAt ?? pull.openedAt,
    closed_at: pull.closedAt,
    merged_at: pull.merged ? pull.closedAt : null,
    // Before the merge: a merge that GitHub tries out on a branch of its own.
    merge_commit_sha: pull.mergeCommit ?? pull.head.replace(/^......../, '7e57ed00'),
    head: {
      label: `${from?.split('/')[0] ?? 'unknown'}:${pull.headBranch}`,
      ref: pull.headBranch,
      sha: pull.head,
      user: userBody(from?.split('/')[0] ?? 'ghost'),
      repo: from === null ? null : from === repository ? here : repositoryBody(from, defaultBranch),
    },
    base: { label: `${owner}:${pull.base}`, ref: pull.base, sha: pull.baseCommit, user: userBody(owner), repo: here },
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    draft: false,
  };
}

/** A pull request on its own. */
export function wholePullBody(pull: FakePull, world: FakeWorld): Body {
  return {
    ...pullBody(pull, world),
    merged: pull.merged,
    mergeable: pull.merged ? null : true,
    rebaseable: true,
    mergeable_state: 'clean',
    merged_by: pull.merged ? userBody('octocat') : null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: pull.files.length,
  };
}

export function fileBody(file: FakePull['files'][number], { head }: FakePull, { repository }: FakeWorld): Body {
  const path = typeof file === 'string' ? file : file.to;
  const place = path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: '0'.repeat(40),
    filename: path,
    status: typeof file === 'string' ? 'modified' : 'renamed',
    ...(typeof file !== 'string' && { previous_filename: file.from }),
    additions: 1,
    deletions: 1,
    changes: 2,
    blob_url: `https://github.com/${repository}/blob/${head}/${place}`,
    raw_url: `https://github.com/${repository}/raw/${head}/${place}`,
    contents_url: `${apiOf(repository)}/contents/${place}?ref=${head}`,
  };
}

/** A pull request, as the list of issues carries it. */
export function pullAsIssueBody(pull: FakePull, world: FakeWorld): Body {
  const { number, title, state, author } = pull;
  const url = `${apiOf(world.repository)}/pulls/${number}`;
  const page = `https://github.com/${world.repository}/pull/${number}`;
  return {
    ...issueBody({ number, title, body: '', state, author }, world),
    html_url: page,
    pull_request: { url, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch`, merged_at: null },
  };
}

/** The commits of a pull request, oldest first; the last is its head, which its author wrote. */
export function commitBodies(pull: FakePull, { repository }: FakeWorld): readonly Body[] {
  const all = [...pull.wrote, ...(pull.wrote.some(({ commit }) => commit === pull.head) ? [] : [lastOf(pull)])];
  return all.map(({ commit: sha, author, committer }) => {
    const url = `${apiOf(repository)}/commits/${sha}`;
    const person = { name: author ?? 'nobody', email: 'someone@example.com', date: '2026-11-10T12:00:00Z' };
    return {
      sha,
      node_id: `C_${sha}`,
      url,
      html_url: `https://github.com/${repository}/commit/${sha}`,
      comments_url: `${url}/comments`,
      commit: {
        url,
        author: person,
        committer: person,
        message: 'A change',
        comment_count: 0,
        tree: { sha, url },
      },
      author: author === null ? null : userBody(author),
      committer: userBody(committer ?? author ?? 'web-flow'),
      parents: [],
    };
  });
}

function lastOf({ head, author }: FakePull): FakePull['wrote'][number] {
  return { commit: head, author };
}
