import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { readWorkflow } from './read.ts';

const person = { login: 'maya', type: 'User' };
const bot = { login: 'dependabot[bot]', type: 'Bot' };

type Event = {
  readonly action?: string;
  readonly from?: string | null;
  readonly author?: typeof person;
  readonly sender?: typeof person;
  readonly needed?: 'false';
};

/** Which jobs begin. GitHub's expressions are read as JavaScript: those in use mean the same in both. */
function begins(file: string, event: Event) {
  const { action = 'opened', from = 'acme/ads', author = person, sender = person, needed = 'true' } = event;
  // The repository of a fork may be gone; GitHub reads a member of nothing as an empty text.
  const repo = { full_name: from ?? '' };
  const github = { repository: 'acme/ads', event: { action, sender, pull_request: { head: { repo }, user: author } } };
  const contains = (list: readonly unknown[], item: unknown): boolean => list.includes(item);
  const needs = { decide: { outputs: { needed } } };
  const sandbox = { github, needs, contains, fromJSON: JSON.parse };
  const { jobs } = readWorkflow(file);
  const [plan, offline] = [jobs['plan'] ?? jobs['shard'], jobs['offline']];
  const holds = (condition = 'false'): boolean => runInNewContext(condition, sandbox) === true;
  return [...(holds(plan?.if) ? ['plan'] : []), ...(holds(offline?.if) ? ['offline'] : [])];
}

const cases: readonly { readonly name: string; readonly event: Event; readonly job: string | undefined }[] = [
  { name: 'a person, on a branch of this repository', event: {}, job: 'plan' },
  { name: 'a person pushes', event: { action: 'synchronize' }, job: 'plan' },
  { name: 'a person labels', event: { action: 'labeled' }, job: 'plan' },
  { name: 'an app labels the pull request of a person', event: { action: 'labeled', sender: bot }, job: 'plan' },
  { name: 'an app takes a label off', event: { action: 'unlabeled', sender: bot }, job: 'plan' },
  { name: 'an app writes into the description', event: { action: 'edited', sender: bot }, job: 'plan' },
  { name: 'a person reopens, maybe for the push of a bot', event: { action: 'reopened' }, job: 'plan' },
  { name: 'a person marks as ready', event: { action: 'ready_for_review' }, job: 'plan' },
  { name: 'a bot marks as ready', event: { action: 'ready_for_review', sender: bot }, job: 'offline' },
  { name: 'a person, without a layer', event: { needed: 'false' }, job: undefined },
  { name: 'a bot, without a layer', event: { author: bot, sender: bot, needed: 'false' }, job: 'offline' },
  {
    name: 'a bot reopens a pull request that a person closed',
    event: { action: 'reopened', sender: bot },
    job: 'offline',
  },
  {
    name: 'a bot pushes to the pull request of a person',
    event: { action: 'synchronize', sender: bot },
    job: 'offline',
  },
  { name: 'a bot opens', event: { author: bot, sender: bot }, job: 'offline' },
  { name: 'a person labels the pull request of a bot', event: { action: 'labeled', author: bot }, job: 'offline' },
  {
    name: 'a person pushes to the pull request of a bot',
    event: { action: 'synchronize', author: bot },
    job: 'offline',
  },
  { name: 'a fork', event: { from: 'mallory/ads' }, job: 'offline' },
  { name: 'a fork with a label', event: { from: 'mallory/ads', action: 'labeled' }, job: 'offline' },
  { name: 'a fork that was deleted', event: { from: null }, job: 'offline' },
];

describe.each([
  '.github/workflows/plan.yml',
  'examples/github/.github/workflows/reconcile-plan.yml',
  'examples/github/shards/.github/workflows/reconcile-plan.yml',
])('%s', (file) => {
  test.each(cases)('$name: $job, and nothing else', ({ event, job }) => {
    expect(begins(file, event)).toEqual(job === undefined ? [] : [job]);
  });
});
