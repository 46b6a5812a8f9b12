import { userBody } from './answers.ts';
import { apiOf, minimalRepositoryBody } from './repository-body.ts';
import type {
  FakeActivity,
  FakeArtifact,
  FakeDeployment,
  FakeEvent,
  FakeIssue,
  FakePull,
  FakeRole,
  FakeRun,
  FakeWorld,
} from './world.ts';

/** Objects in the shapes of GitHub's responses. */

export type Body = Readonly<Record<string, unknown>>;

/** Timestamps that no test uses. */
const WHEN = { created_at: '2026-11-10T12:00:00Z', updated_at: '2026-11-10T12:00:00Z' };

export function runBody(run: FakeRun, world: FakeWorld): Body {
  const url = `${apiOf(world.repository)}/actions/runs/${run.id}`;
  // Whichever open pull requests have this head now, not those that the run was for.
  const pulls = world.pulls().filter(({ head, state }) => head === run.head && state === 'open');
  return {
    id: run.id,
    node_id: `WFR_${run.id}`,
    name: 'reconcile plan',
    head_branch: run.headBranch,
    head_sha: run.head,
    path: run.path,
    display_title: 'A change',
    run_number: 1,
    run_attempt: run.attempt,
    event: run.event,
    actor: userBody(run.actor),
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 1,
    url,
    html_url: `https://github.com/${world.repository}/actions/runs/${run.id}`,
    pull_requests: pulls.map((pull) => minimalPullBody(pull, world)),
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.startedAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiOf(world.repository)}/check-suites/1`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: `${apiOf(world.repository)}/actions/workflows/1`,
    head_commit: null,
    repository: minimalRepositoryBody(world.repository),
    head_repository: run.headRepository === null ? null : minimalRepositoryBody(run.headRepository),
  };
}

export function artifactBody(
  { id, run, name, expired, createdAt, zip }: FakeArtifact,
  { repository }: FakeWorld,
): Body {
  const url = `${apiOf(repository)}/actions/artifacts/${id}`;
  return {
    id,
    node_id: `A_${id}`,
    name,
    size_in_bytes: zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired,
    created_at: createdAt,
    updated_at: createdAt,
    expires_at: '2027-02-08T12:00:00Z',
    workflow_run: { id: run },
  };
}

export function activityBody({ id, branch, head, what, by, at }: FakeActivity): Body {
  return {
    id,
    node_id: `ACT_${id}`,
    before: '0'.repeat(40),
    after: what === 'branch_deletion' ? '0'.repeat(40) : head,
    ref: `refs/heads/${branch}`,
    timestamp: at,
    activity_type: what,
    actor: by === null ? null : userBody(by),
  };
}

export function eventBody({ id, event, label, by, at }: FakeEvent, { repository }: FakeWorld): Body {
  return {
    id,
    node_id: `E_${id}`,
    url: `${apiOf(repository)}/issues/events/${id}`,
    actor: by === null ? null : userBody(by),
    event,
    commit_id: null,
    commit_url: null,
    created_at: at,
    performed_via_github_app: null,
    ...(label !== undefined && { label: { name: label, color: 'ededed' } }),
    ...(label === undefined && { lock_reason: null }),
  };
}

const LEGACY: Readonly<Record<FakeRole, string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
};

export function permissionBody(login: string, role: FakeRole): Body {
  return { permission: LEGACY[role], role_name: role, user: { ...userBody(login), role_name: role } };
}

export function deploymentBody(deployment: FakeDeployment, { repository }: FakeWorld): Body {
  const url = `${apiOf(repository)}/deployments/${deployment.id}`;
  return {
    id: deployment.id,
    node_id: `DE_${deployment.id}`,
    url,
    sha: deployment.commit,
    ref: 'main',
    task: 'deploy',
    payload: {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: null,
    creator: userBody('github-actions[bot]'),
    created_at: deployment.createdAt,
    updated_at: deployment.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: apiOf(repository),
  };
}

/** Newest first, as GitHub lists them. */
export function statusBodies(deployment: FakeDeployment, world: FakeWorld): readonly Body[] {
  return deployment.statuses.map((_, index) => statusBody(deployment, index, world)).toReversed();
}

export function statusBody(deployment: FakeDeployment, index: number, { repository }: FakeWorld): Body {
  const api = apiOf(repository);
  const url = `${api}/deployments/${deployment.id}`;
  // Later ones within the same minute of the fake's clock.
  const at = new Date(Date.parse(deployment.createdAt) + index * 100).toISOString();
  return {
    id: deployment.id * 100 + index,
    node_id: `DES_${index}`,
    url: `${url}/statuses/${index}`,
    state: 'success',
    description: '',
    ...deployment.statuses[index],
    creator: userBody('github-actions[bot]'),
    target_url: 'https://github.com/',
    created_at: at,
    updated_at: at,
    deployment_url: url,
    repository_url: api,
  };
}

export function issueBody(issue: FakeIssue, { repository }: FakeWorld): Body {
  const url = `${apiOf(repository)}/issues/${issue.number}`;
  return {
    id: 7_000 + issue.number,
    node_id: `I_${issue.number}`,
    number: issue.number,
    url,
    repository_url: apiOf(repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `https://github.com/${repository}/issues/${issue.number}`,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    user: issue.author === null ? null : userBody(issue.author),
    labels: [],
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: 0,
    ...WHEN,
    closed_at: issue.state === 'closed' ? WHEN.updated_at : null,
    author_association: 'NONE',
  };
}

function minimalPullBody({ number, head, headBranch, base, baseCommit }: FakePull, { repository }: FakeWorld): Body {
  const repo = { id: 1_296_269, url: apiOf(repository), name: repository.split('/')[1] ?? '' };
  return {
    id: 5_000 + number,
    number,
    url: `${apiOf(repository)}/pulls/${number}`,
    head: { ref: headBranch, sha: head, repo },
    base: { ref: base, sha: baseCommit, repo },
  };
}
