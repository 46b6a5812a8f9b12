import { stepsOf } from '../read.ts';
import { jobsOf, type Rule } from './rule.ts';

/** How much of the past a job needs, by `kind.job`; 1 where it is not said. */
const DEPTHS: Readonly<Record<string, number>> = {
  'plan.decide': 2,
  'plan.plan': 2,
  'plan.shard': 2,
  'plan.merge': 2,
  'plan.offline': 2,
  'apply.decide': 100,
  'apply.apply': 0,
  'comment.act': 0,
  'confirm.confirm': 0,
  'recheck.queue': 0,
  'recheck.each': 2,
  'release.distribute': 0,
};

/** How runs go beside one another, and on what. */
export const courseRules: readonly Rule[] = [
  {
    name: 'required check',
    why: 'GitHub counts a job that was skipped as green, so the check to require always runs, and asks what became of all others',
    find: (workflow) => {
      if (workflow.kind !== 'plan' && workflow.kind !== 'recheck') return [];
      const { reconcile, ...others } = workflow.jobs;
      const asked = Object.values(reconcile?.steps?.[0]?.env ?? {});
      const name =
        workflow.kind === 'plan' ? undefined : "${{ github.event_name == 'merge_group' && 'reconcile' || 'recheck' }}";
      return [
        ...(reconcile?.if === 'always()' ? [] : ['reconcile runs always']),
        ...(reconcile?.name === name ? [] : ['reconcile has the name that is required, and only where it is']),
        ...Object.keys(others)
          .filter((id) => !reconcile?.needs?.includes(id) || !asked.includes(`\${{ needs.${id}.result }}`))
          .map((id) => `reconcile does not ask what became of ${id}`),
      ];
    },
  },
  {
    name: 'concurrency',
    why: 'a plan of an older commit is of no use; an apply that is cancelled half-way, or dropped, is harm',
    find: ({ kind, enterprise, reusable, jobs, ...workflow }) => {
      // Most comments are no commands, and most pushes change no layer: only the job that writes waits for others.
      const writer = kind === 'comment' ? 'act' : kind === 'apply' ? 'apply' : undefined;
      const concurrency = writer === undefined ? workflow.concurrency : jobs[writer]?.concurrency;
      const writes = ['apply', 'confirm', 'comment'].includes(kind);
      const cancels = concurrency?.['cancel-in-progress'];
      const group = concurrency?.group ?? '';
      const own = enterprise && kind !== 'apply' ? 'reconcile-confirm' : 'reconcile-apply';
      return [
        ...(concurrency === undefined ? ['the workflow has a concurrency group'] : []),
        ...(writer !== undefined && workflow.concurrency !== undefined ? ['deciding does not wait for a writer'] : []),
        ...(cancels === ['plan', 'check', 'faults'].includes(kind) ? [] : [`cancel-in-progress is ${String(cancels)}`]),
        ...((concurrency?.queue === 'max') === (writes && !enterprise)
          ? []
          : ['what writes queues, where that can be had']),
        ...(kind === 'plan' && !group.includes('github.event.pull_request.number') ? ['one group a pull request'] : []),
        ...(writes && group !== (reusable ? '${{ inputs.environment }}' : own)
          ? ['one group for all that writes']
          : []),
      ];
    },
  },
  {
    name: 'timeouts and runners',
    why: 'GitHub lets a job hang for six hours, and moves ubuntu-latest under it',
    find: (workflow) =>
      jobsOf(workflow).flatMap(({ id, job }) => {
        const minutes = job['timeout-minutes'];
        const runner = JSON.stringify(job['runs-on']);
        const expected = workflow.reusable
          ? '"${{ inputs.runs-on }}"'
          : workflow.enterprise
            ? '["self-hosted","linux"]'
            : '"ubuntu-24.04"';
        return [
          ...(typeof minutes === 'number' && minutes >= 1 && minutes <= 60
            ? []
            : [`${id} has a timeout of up to an hour`]),
          ...(runner === expected ? [] : [`${id} runs on ${runner}`]),
        ];
      }),
  },
  {
    name: 'history',
    why: 'a plan is made against the first parent, an apply from the last deployment: without those commits there is none',
    find: (workflow) =>
      stepsOf(workflow)
        .filter(({ id, step }) => {
          if (!step.uses?.startsWith('actions/checkout@')) return false;
          const address = `${workflow.kind}.${id}`;
          const ref = address === 'recheck.each' ? 'refs/pull/${{ matrix.pull }}/merge' : undefined;
          return (step.with?.['fetch-depth'] ?? 1) !== (DEPTHS[address] ?? 1) || step.with?.['ref'] !== ref;
        })
        .map(({ id }) => `${id} checks out too little, too much, or something else`),
  },
];
