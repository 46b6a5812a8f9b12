/** An answer before it is on the wire. */
export type FakeAnswer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type FakeComment = {
  readonly id: number;
  readonly author: string | null;
  readonly pull: number;
  body: string;
  /** Kinds, in order. */
  readonly reactions?: string[];
};

const DOCS = 'https://docs.github.com/rest';

/** An error in GitHub's words. */
export function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return { status, body: { message, documentation_url: DOCS, status: String(status) }, headers };
}

/** The message of GitHub about an invalid value. */
export function invalid(message: string): FakeAnswer {
  return {
    status: 422,
    body: {
      message: 'Validation Failed',
      errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }],
      documentation_url: DOCS,
    },
  };
}

export function commentBody({ id, author, pull, body }: FakeComment, repository: string): unknown {
  const api = `https://api.github.com/repos/${repository}/issues`;
  return {
    id,
    node_id: `IC_${id}`,
    url: `${api}/comments/${id}`,
    html_url: `https://github.com/${repository}/pull/${pull}#issuecomment-${id}`,
    issue_url: `${api}/${pull}`,
    user: author === null ? null : userBody(author),
    created_at: '2026-11-10T12:00:00Z',
    updated_at: '2026-11-10T12:00:00Z',
    author_association: 'NONE',
    body,
    performed_via_github_app: null,
  };
}

export function reactionBody(content: string, login: string): unknown {
  return { id: 1, node_id: 'R_1', user: userBody(login), content, created_at: '2026-11-10T12:00:00Z' };
}

/** A user as others see it. */
export function userBody(login: string): Readonly<Record<string, unknown>> {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: 1 + login.length,
    node_id: `U_${login}`,
    avatar_url: 'https://avatars.githubusercontent.com/u/1?v=4',
    gravatar_id: '',
    url,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

/** A user as it sees itself. */
export function ownUserBody(login: string): unknown {
  return {
    ...userBody(login),
    user_view_type: 'public',
    name: null,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
}
