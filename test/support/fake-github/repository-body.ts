import { userBody } from './answers.ts';

/** Templated addresses that every repository has. */
const BELOW: Readonly<Record<string, string>> = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
};

/** Address of the API for a repository, as GitHub writes it into answers; nothing may be sent there. */
export function apiOf(repository: string): string {
  return `https://api.github.com/repos/${repository}`;
}

/** A repository as other answers carry it along. */
export function minimalRepositoryBody(repository: string): Readonly<Record<string, unknown>> {
  const [owner = '', name = ''] = repository.split('/');
  const api = apiOf(repository);
  return {
    id: 1_296_269,
    node_id: 'R_1',
    name,
    full_name: repository,
    owner: userBody(owner),
    private: true,
    html_url: `https://github.com/${repository}`,
    description: null,
    fork: false,
    url: api,
    ...Object.fromEntries(Object.entries(BELOW).map(([key, below]) => [key, `${api}/${below}`])),
  };
}

/** A repository as it answers for itself. */
export function repositoryBody(repository: string, defaultBranch: string): Readonly<Record<string, unknown>> {
  return {
    ...minimalRepositoryBody(repository),
    clone_url: `https://github.com/${repository}.git`,
    git_url: `git://github.com/${repository}.git`,
    ssh_url: `git@github.com:${repository}.git`,
    svn_url: `https://github.com/${repository}`,
    mirror_url: null,
    default_branch: defaultBranch,
    visibility: 'private',
    homepage: null,
    language: null,
    license: null,
    archived: false,
    disabled: false,
    has_downloads: true,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    size: 1,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    pushed_at: '2026-01-01T00:00:00Z',
  };
}
