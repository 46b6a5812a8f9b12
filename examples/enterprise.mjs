// Generates the example workflows for GitHub Enterprise Server from those for github.com, so that they cannot diverge.

/** Missing or different features. Each pattern must match a workflow, or the list is out of date. */
const DIFFERENCES = [
  {
    // No hosted runners. Source: docs.github.com, enterprise-server, using GitHub-hosted runners (documented).
    from: /runs-on: ubuntu-24\.04/g,
    to: 'runs-on: [self-hosted, linux]',
  },
  {
    // No `queue`: of several waiting runs, GitHub drops all but the newest. Source: GitHub changelog 2026-05-07 (documented).
    from: /# One at a time, and none is dropped\. If one is dropped anyway, the next apply catches up\.\n/g,
    to: '# One at a time. GitHub drops all waiting runs but the newest; that one catches up.\n',
  },
  {
    // A confirm that waits in the group of the applies would drop one, with none behind it to catch up.
    from: /# It writes, so it queues with the applies\.\nconcurrency:\n {2}group: reconcile-apply\n/g,
    to: '# The claim in the ledger keeps it and an apply from writing together.\nconcurrency:\n  group: reconcile-confirm\n',
  },
  {
    // A command in a comment waits there for the same reason.
    from: / {4}# One at a time, in the order of the applies\.\n {4}concurrency:\n {6}group: reconcile-apply\n/g,
    to: '    # The claim in the ledger keeps it and an apply from writing together.\n    concurrency:\n      group: reconcile-confirm\n',
  },
  { from: /^ +queue: max\n/gm, to: '' },
  {
    // No `deployment: false`: every job of an environment is a deployment to it, and apply catches up from its own.
    // Source: docs.github.com, "Using environments without deployments" (documented; not for Enterprise Server).
    from: / {4}# The same reviewers as for apply\. No deployment: .*\n {4}environment:\n {6}name: reconcile-apply\n {6}deployment: false\n/g,
    to: '    # The same reviewers as for apply, in a separate environment: deployments to theirs count as applies.\n    environment: reconcile-confirm\n',
  },
  { from: /environment:\n {6}name: (\S+)\n(?: {6}deployment: false\n)?/g, to: 'environment: $1\n' },
  {
    // v4 and later do not run there. Source: the README of actions/upload-artifact v7 (documented).
    from: /actions\/upload-artifact@\S+ # \S+/g,
    to: 'actions/upload-artifact@c24449f33cd45d4826c6702db7e49f7cdb9b551d # v3.2.1-node20',
  },
  // v3 always overwrites.
  { from: / {10}overwrite: true\n/g, to: '' },
];

/** @param {Readonly<Record<string, string>>} workflows texts by file name */
export function forEnterprise(workflows) {
  const texts = new Map(Object.entries(workflows));
  for (const { from, to } of DIFFERENCES) {
    const found = [...texts].filter(([, text]) => text.search(from) !== -1);
    if (found.length === 0) throw new Error(`No example workflow matches ${from}`);
    for (const [name, text] of found) texts.set(name, text.replace(from, to));
  }
  return Object.fromEntries(texts);
}
