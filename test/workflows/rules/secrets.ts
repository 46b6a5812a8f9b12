import { environmentOf, isOurs, stepsOf } from '../read.ts';
import { jobsOf, type Rule, secretsIn } from './rule.ts';

const LABELS = `contains(fromJSON('["labeled", "unlabeled", "edited"]'), github.event.action)`;
const A_PERSON_HERE = [
  'github.event.pull_request.head.repo.full_name == github.repository',
  "github.event.pull_request.user.type != 'Bot'",
  `(github.event.sender.type != 'Bot' || ${LABELS})`,
].join(' && ');
const ANYBODY_ELSE = [
  'github.event.pull_request.head.repo.full_name != github.repository',
  "github.event.pull_request.user.type == 'Bot'",
  `(github.event.sender.type == 'Bot' && !${LABELS})`,
].join(' || ');
const NEW_COMMENT = [
  "github.event.action == 'created'",
  'github.event.issue.pull_request',
  "github.event.comment.user.type == 'User'",
  "contains(github.event.comment.body, '/reconcile')",
].join(' && ');
const ALLOWED_COMMAND = "needs.decide.outputs.do == 'apply' || needs.decide.outputs.do == 'confirm'";
const SHARDS_ENDED = "(!cancelled()) && (needs.shard.result == 'success' || needs.shard.result == 'failure')";
const RELEASERS: readonly string[] = ['release.publish', 'release.distribute'];

const WRITERS = ['apply.apply', 'confirm.confirm', 'comment.act'];
const NEEDED = "needs.decide.outputs.needed == 'true'";
const DEFAULT_BRANCH = "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)";

/** Who gets credentials. */
export const secretRules: readonly Rule[] = [
  {
    name: 'credentials',
    why: 'every step after a checkout can read a token that it leaves behind, and every step of a job its environment',
    find: (workflow) => [
      ...stepsOf(workflow)
        .filter(
          ({ step }) => step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false,
        )
        .map(({ id }) => `${id} leaves the token behind after its checkout`),
      ...stepsOf(workflow)
        .filter(
          ({ step }) => secretsIn({ ...step, env: {} }).length > 0 || (!isOurs(step) && secretsIn(step).length > 0),
        )
        .map(({ id }) => `${id} has secrets elsewhere than in env of our own step`),
      ...jobsOf(workflow)
        .filter(({ job }) => secretsIn({ ...job, steps: [] }).length > 0)
        .map(({ id }) => `${id} hands secrets to all of its steps, or to another workflow`),
      ...(Object.hasOwn(workflow, 'env') ? ['the workflow hands an environment to every job'] : []),
    ],
  },
  {
    name: 'environments',
    why: 'environments restrict secrets, and only apply records deployments',
    find: (workflow) => [
      ...jobsOf(workflow)
        .filter(({ job }) => secretsIn(job).length > 0 && environmentOf(job).name === undefined)
        .map(({ id }) => `${id} has secrets without an environment`),
      ...jobsOf(workflow)
        .filter(({ address, job }) => {
          const { name } = environmentOf(job);
          if (['plan.plan', 'plan.shard', 'recheck.queue', 'recheck.each', 'drift.drift'].includes(address))
            return name !== (workflow.reusable ? '${{ inputs.environment }}' : 'reconcile-plan');
          if (WRITERS.includes(address)) {
            const own = workflow.enterprise && address !== 'apply.apply' ? 'reconcile-confirm' : 'reconcile-apply';
            return name !== (workflow.reusable ? '${{ inputs.environment }}' : own);
          }
          return name !== (RELEASERS.includes(address) ? 'release' : undefined);
        })
        .map(({ id }) => `${id} has another environment than it is meant to have`),
      ...jobsOf(workflow)
        .filter(({ address, job }) => {
          const { name, deploys } = environmentOf(job);
          const may = address === 'apply.apply' || RELEASERS.includes(address);
          // There, every job of an environment deploys: what matters is that none but apply does to the one of apply.
          return workflow.enterprise ? deploys && !may && name === 'reconcile-apply' : deploys !== may;
        })
        .map(({ id }) => `${id} is, or is not, a deployment, and should be the other`),
    ],
  },
  {
    name: 'guards',
    why: 'forks and bots get no credentials, and what writes is started from the default branch only',
    find: (workflow) =>
      jobsOf(workflow)
        .filter(({ address, job }) => {
          const condition = (job.if ?? '').replaceAll(/\s+/g, ' ').trim();
          if (address === 'plan.plan' || address === 'plan.shard') return condition !== `${NEEDED} && ${A_PERSON_HERE}`;
          if (address === 'plan.merge') return condition !== SHARDS_ENDED || secretsIn(job).length > 0;
          if (address === 'plan.offline') return condition !== ANYBODY_ELSE;
          if (address === 'comment.decide') return condition !== NEW_COMMENT;
          if (address === 'comment.act') return condition !== ALLOWED_COMMAND || job.needs !== 'decide';
          if (address === 'apply.apply') return condition !== `${NEEDED} && ${DEFAULT_BRANCH}`;
          if (address === 'apply.decide' || address === 'confirm.confirm') return condition !== DEFAULT_BRANCH;
          return false;
        })
        .map(({ id }) => `${id} does not begin with its guard`),
  },
];
