import { describe, expect, test } from 'vitest';
import type { ActionHarness } from './harness.ts';
import {
  apply,
  deployed,
  desired,
  digestIn,
  documentOf,
  endpoint,
  fileOf,
  live,
  onAction,
  one,
  plan,
  policies,
  quiet,
  settings,
  WORKFLOW,
} from './merging.ts';

/** What the comment says that a merge does, and what the apply then does. */

const raised = desired(one, { monthlyCostCap: 29_000 });
const BROKEN = 'layers/broken.yaml';

const saidIn = (harness: ActionHarness): string =>
  /\*\*(Merging [^\n]*)\*\*/.exec(harness.github.comments()[0]?.body ?? '')?.[1] ?? '';

const isRaised = (harness: ActionHarness): boolean => live(harness, one).monthlyCostCap === 29_000;

type Variant = {
  readonly name: string;
  readonly files: Record<string, string | null>;
  /** On `main`, after the pull request was opened. */
  readonly before?: (harness: ActionHarness) => void;
  readonly says: string;
  /** Exit code of the apply, and whether it changes the cap. */
  readonly exit: number;
  readonly applies: boolean;
  /** The digest that then applies it: of the comment, or of a manual run without one. */
  readonly digest?: 'of the comment' | 'of a run';
};

const EDITED = 'Merging will not apply this by itself, because this pull request edits';

const variants: readonly Variant[] = [
  { name: 'documents', files: raised, says: 'Merging applies 1 change in 1 layer', exit: 0, applies: true },
  {
    name: 'documents and settings',
    files: {
      ...raised,
      'reconcile.yaml': settings({ transport: endpoint(), policies, costCapUnit: 'major' }) + '# x\n',
    },
    says: `${EDITED} reconcile.yaml: after the merge, start the apply workflow manually with digest sha256:`,
    exit: 4,
    applies: false,
    digest: 'of the comment',
  },
  {
    name: 'documents, and settings that do not hold in the pull request',
    files: {
      ...raised,
      'reconcile.yaml': settings({ transport: endpoint(), policies: { 'cap-increase': { percent: 90 } } }),
    },
    says: `${EDITED} reconcile.yaml: after the merge, start the apply workflow manually; it prints the digest`,
    exit: 4,
    applies: false,
    digest: 'of a run',
  },
  {
    name: 'documents and a workflow',
    files: { ...raised, '.github/workflows/other.yml': 'on: push\n' },
    says: `${EDITED} .github/workflows/other.yml: after`,
    exit: 4,
    applies: false,
    digest: 'of the comment',
  },
  {
    name: 'documents, on a branch with an older plan workflow',
    files: raised,
    before: (harness) => {
      harness.commit('main', { [WORKFLOW]: 'on: pull_request # newer\n' });
      harness.remerge(7);
    },
    says: 'differs between this branch and main. Update the branch from main before the merge.',
    exit: 4,
    applies: false,
  },
  {
    name: 'documents, and the fix of an invalid one',
    files: { ...raised, [BROKEN]: null },
    says: 'because the documents on main are not valid: after the merge, start the apply workflow manually; it prints',
    exit: 4,
    applies: false,
    digest: 'of a run',
  },
  {
    name: 'a document in other words',
    files: { [fileOf(one)]: `# The same layer.\n${documentOf(one)}` },
    says: 'Merging changes nothing.',
    exit: 0,
    applies: false,
  },
  {
    name: 'settings alone',
    files: { 'reconcile.yaml': `# The same settings.\n${settings({ transport: endpoint(), policies })}# end\n` },
    says: 'Merging changes nothing.',
    exit: 0,
    applies: false,
  },
  {
    name: 'settings alone, with a different policy',
    files: { 'reconcile.yaml': settings({ transport: endpoint(), policies: { 'cap-increase': { percent: 20 } } }) },
    says: 'Merging changes nothing.',
    exit: 0,
    applies: false,
  },
  {
    name: 'a cap that is refused',
    files: desired(one, { monthlyCostCap: 56_000 }),
    says: 'Merging will not apply this, because it is refused. Resolve the refusals before the merge.',
    exit: 4,
    applies: false,
  },
];

describe('a merge does what the comment says', () => {
  test.each(variants)('$name', async ({ files, before, says, exit, applies, digest }) => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      if (BROKEN in files) harness.commit('main', { [BROKEN]: documentOf(one) });
      harness.open(7, files);
      before?.(harness);
      const planned = await plan(harness, 7, { inputs: { comment: 'always' } });
      expect(saidIn(harness), planned.out).toContain(says);
      expect(planned.summary).toContain(says);
      expect(planned.out).toContain(says);
      const comment = harness.github.comments()[0]?.body ?? '';
      harness.merge(7);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(exit);
      expect(isRaised(harness)).toBe(applies);
      if (!applies) expect(harness.writes()).toEqual([]);
      if (digest === undefined) return;
      const named =
        digest === 'of the comment'
          ? (/sha256:[0-9a-f]{64}/.exec(comment)?.[0] ?? '')
          : digestIn(await apply(harness, { event: 'workflow_dispatch', deploys: false }));
      const done = await apply(harness, { event: 'workflow_dispatch', digest: named });
      expect(done.exit, done.out).toBe(0);
      expect(isRaised(harness)).toBe(true);
    });
  });
});
