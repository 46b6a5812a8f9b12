import { type FakeAnswer, invalid, ownUserBody, refusal } from './answers.ts';
import {
  activityBody,
  artifactBody,
  deploymentBody,
  eventBody,
  permissionBody,
  runBody,
  statusBodies,
  statusBody,
} from './bodies.ts';
import { type Ask, type Keep, NOT_FOUND, ok, ON_AN_ISSUE, type Operation } from './operation.ts';
import { afterCursor, paged } from './paged.ts';
import { commitBodies, fileBody, pullBody, wholePullBody } from './pull-bodies.ts';
import { repositoryBody } from './repository-body.ts';
import { TALK } from './talk.ts';
import type { FakeWorld } from './world.ts';

const PULLS = ['pull-requests'] as const;

/** GitHub lists no more files of a pull request. Source: docs.github.com, list pull requests files (documented). */
const MOST_FILES = 3_000;

/** Nor more commits. Source: docs.github.com, list commits on a pull request (documented). */
const MOST_COMMITS = 250;

/** Nor more runs for one commit. Source: docs.github.com, list workflow runs for a repository (documented). */
const MOST_RUNS = 1_000;

/** Source: docs.github.com, create a deployment status (documented). */
const MOST_DESCRIPTION = 140;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...TALK,
  'repos/get': {
    answer: (_, { world }) => ok(repositoryBody(world.repository, world.defaultBranch)),
  },
  'pulls/get': {
    needs: PULLS,
    answer: ({ path }, { world }) => {
      const pull = pullOf(path.pull_number, world);
      return pull === undefined ? NOT_FOUND : ok(wholePullBody(pull, world));
    },
  },
  'pulls/list': {
    needs: PULLS,
    answer: ({ query }, { world }) => {
      const [state, from] = [query.get('state') ?? 'open', query.get('head')];
      const found = world
        .pulls()
        .filter((pull) => state === 'all' || pull.state === state)
        .filter((pull) => from === null || `${pull.headRepository?.split('/')[0]}:${pull.headBranch}` === from)
        .toSorted((one, other) => one.number - other.number);
      const descending = (query.get('direction') ?? 'desc') === 'desc';
      const listed = descending ? found.toReversed() : found;
      return paged(
        listed.map((pull) => pullBody(pull, world)),
        query,
      );
    },
  },
  'pulls/list-files': {
    needs: PULLS,
    answer: ({ path, query }, { world }) => {
      const pull = pullOf(path.pull_number, world);
      if (pull === undefined) return NOT_FOUND;
      const listed = pull.files.slice(0, MOST_FILES);
      return paged(
        listed.map((file) => fileBody(file, pull, world)),
        query,
      );
    },
  },
  'pulls/list-commits': {
    needs: PULLS,
    answer: ({ path, query }, { world }) => {
      const pull = pullOf(path.pull_number, world);
      return pull === undefined ? NOT_FOUND : paged(commitBodies(pull, world).slice(0, MOST_COMMITS), query);
    },
  },
  'repos/list-activities': {
    needs: ['contents'],
    answer: ({ query }, { world }) => {
      const ref = query.get('ref');
      const found = world.activities().filter(({ branch }) => ref === null || `refs/heads/${branch}` === ref);
      return afterCursor(found.toReversed().map(activityBody), query);
    },
  },
  'repos/list-pull-requests-associated-with-commit': {
    needs: PULLS,
    answer: ({ path, query }, { world }) => {
      const sha = path.commit_sha ?? '';
      const linked = world
        .pulls()
        .filter(({ head, merged, mergeCommit, commits }) =>
          merged ? [head, mergeCommit, ...commits].includes(sha) : head === sha,
        );
      return paged(
        linked.map((pull) => pullBody(pull, world)),
        query,
      );
    },
  },
  'actions/list-workflow-runs-for-repo': {
    needs: ['actions'],
    answer: ({ query }, { world }) => {
      const head = query.get('head_sha');
      const found = world.runs().filter((run) => head === null || run.head === head);
      const newest = found.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)).slice(0, MOST_RUNS);
      return paged(
        newest.map((run) => runBody(run, world)),
        query,
        (workflow_runs) => ({ total_count: found.length, workflow_runs }),
      );
    },
  },
  'actions/get-workflow-run-attempt': {
    needs: ['actions'],
    answer: ({ path }, { world }) => {
      const run = world.runs().find(({ id }) => id === Number(path.run_id));
      const attempts = run === undefined ? [] : [...run.earlier, run];
      const found = attempts.find(({ attempt }) => attempt === Number(path.attempt_number));
      return found === undefined ? NOT_FOUND : ok(runBody(found, world));
    },
  },
  'actions/re-run-workflow': {
    needs: ['actions'],
    writes: true,
    answer: ({ path }, { world }) => {
      const run = world.runs().find(({ id }) => id === Number(path.run_id));
      if (run === undefined) return NOT_FOUND;
      if (run.status !== 'completed') return refusal(403, 'This workflow is already running');
      world.runAgain(run.id);
      return { status: 201, body: {} };
    },
  },
  'actions/list-workflow-run-artifacts': {
    needs: ['actions'],
    answer: ({ path, query }, { world }) => {
      const run = Number(path.run_id);
      if (!world.runs().some(({ id }) => id === run)) return NOT_FOUND;
      const found = world.artifacts().filter((artifact) => artifact.run === run);
      return paged(
        found.map((artifact) => artifactBody(artifact, world)),
        query,
        (artifacts) => ({ total_count: found.length, artifacts }),
      );
    },
  },
  'actions/download-artifact': {
    needs: ['actions'],
    answer: ({ path }, { world, storageUrl }) => {
      const artifact = world.artifacts().find(({ id }) => id === Number(path.artifact_id));
      if (artifact === undefined) return NOT_FOUND;
      if (artifact.expired) return refusal(410, 'Artifact has expired');
      return { status: 302, headers: { location: storageUrl(artifact.id) } };
    },
  },
  'git/get-tree': {
    needs: ['contents'],
    answer: ({ path }, { world }) => {
      const sha = path.tree_sha ?? '';
      const entries = world.trees.list(sha);
      if (entries === undefined) return NOT_FOUND;
      return ok({ sha, url: `https://api.github.com/trees/${sha}`, tree: entries, truncated: false });
    },
  },
  'issues/list-events': {
    needs: ON_AN_ISSUE,
    answer: ({ path, query }, { world }) => {
      const events = world.events().filter((event) => event.number === Number(path.issue_number));
      return paged(
        events.map((event) => eventBody(event, world)),
        query,
      );
    },
  },
  'repos/get-collaborator-permission-level': {
    answer: ({ path }, { world }) => {
      const login = path.username ?? '';
      const role = world.roleOf(login);
      return role === undefined ? NOT_FOUND : ok(permissionBody(login, role));
    },
  },
  'repos/list-deployments': {
    needs: ['deployments'],
    answer: ({ query }, { world }) => {
      const wanted = query.get('environment');
      const found = world.deployments().filter(({ environment }) => wanted === null || environment === wanted);
      return paged(
        found.toReversed().map((deployment) => deploymentBody(deployment, world)),
        query,
      );
    },
  },
  'repos/list-deployment-statuses': {
    needs: ['deployments'],
    answer: ({ path, query }, { world }) => {
      const deployment = world.deployments().find(({ id }) => id === Number(path.deployment_id));
      return deployment === undefined ? NOT_FOUND : paged(statusBodies(deployment, world), query);
    },
  },
  'repos/create-deployment-status': {
    needs: ['deployments'],
    writes: true,
    answer: ({ path, body }, { world }) => {
      const deployment = world.deployments().find(({ id }) => id === Number(path.deployment_id));
      if (deployment === undefined) return NOT_FOUND;
      const { state, description = '', auto_inactive: replaces = true } = body;
      if (String(description).length > MOST_DESCRIPTION) return invalid('description is too long (maximum is 140)');
      const isReplacing = state === 'success' && replaces !== false;
      world.addStatus(deployment.id, String(state), String(description), isReplacing);
      return { status: 201, body: statusBody(deployment, deployment.statuses.length - 1, world) };
    },
  },
};

/** What GitHub does when it is asked so, permissions first. */
export function carriedOut(id: string, ask: Ask, keep: Keep): FakeAnswer {
  const { token, path } = ask;
  if (id === 'users/get-authenticated') {
    return token.kind === 'app' ? refusal(403, 'Resource not accessible by integration') : ok(ownUserBody(token.login));
  }
  if (`${path.owner}/${path.repo}` !== keep.world.repository) return NOT_FOUND;
  const operation = OPERATIONS[id];
  if (operation === undefined) return refusal(500, `The fake has no ${id}.`);
  const denied = operation.needs?.every((one) => token.lacks?.includes(one) === true) === true;
  const mayNot = denied || (operation.writes === true && token.mayWrite === false);
  if (mayNot) return refusal(403, 'Resource not accessible by integration');
  return operation.answer(ask, keep);
}

function pullOf(number: string | undefined, world: FakeWorld) {
  return world.pulls().find((pull) => pull.number === Number(number));
}
