import { jobsOf, type Rule } from './rule.ts';

const READ = { contents: 'read' };
const RECHECK = { contents: 'read', 'pull-requests': 'write', actions: 'read' };

/** What each job may do at GitHub, by `kind.job`, and not a word more. */
const PERMISSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'check.check': READ,
  'release.build': READ,
  'release.publish': { contents: 'write' },
  'release.distribute': { contents: 'write', packages: 'write', 'id-token': 'write' },
  'plan.plan': { contents: 'read', 'pull-requests': 'write', actions: 'read' },
  'plan.decide': { contents: 'read', 'pull-requests': 'read' },
  'plan.offline': { contents: 'read', 'pull-requests': 'write' },
  'plan.shard': { contents: 'read', 'pull-requests': 'read', actions: 'read' },
  'plan.merge': { contents: 'read', 'pull-requests': 'write', actions: 'read' },
  'plan.reconcile': {},
  'apply.decide': READ,
  'apply.apply': { contents: 'read', 'pull-requests': 'write', actions: 'read', deployments: 'write' },
  'recheck.queue': RECHECK,
  'check.slow': READ,
  'faults.faults': READ,
  'recheck.list': { contents: 'read', 'pull-requests': 'read', actions: 'read' },
  'recheck.each': RECHECK,
  'recheck.reconcile': {},
  'drift.drift': { contents: 'read', issues: 'write' },
  'confirm.confirm': { contents: 'read', 'pull-requests': 'write', actions: 'read', deployments: 'write' },
  'comment.decide': { contents: 'read', 'pull-requests': 'write', actions: 'write' },
  'comment.act': { contents: 'read', 'pull-requests': 'write', actions: 'read', deployments: 'write' },
};

function sorted(record: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(record).sort(([a], [b]) => a.localeCompare(b)));
}

/** What a job may do at GitHub. */
export const permissionRules: readonly Rule[] = [
  {
    name: 'permissions',
    why: 'a mistake in any step can use every permission of the token',
    find: (workflow) => [
      ...(sorted(Object(workflow.permissions)) === '[]' && typeof workflow.permissions === 'object'
        ? []
        : ['the workflow begins with permissions: {}']),
      ...jobsOf(workflow)
        .filter(({ address, job }) => {
          const expected = PERMISSIONS[address];
          return (
            expected === undefined || job.permissions === undefined || sorted(job.permissions) !== sorted(expected)
          );
        })
        .map(({ id, address }) => `${id} has exactly ${JSON.stringify(PERMISSIONS[address] ?? 'what the table says')}`),
    ],
  },
];
