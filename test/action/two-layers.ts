import { acme, client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';
import type { ActionOptions } from './harness.ts';

/** Two layers that match their documents, and ways to change the first. */
export const [one, two] = [acme(), client(2)];

export const FILE = fileOf(one);

export const SETTINGS = { transport: endpoint(), policies: { 'cap-increase': { percent: 25 } } };

export const quiet: ActionOptions = {
  files: {
    'reconcile.yaml': settings(SETTINGS),
    '.github/workflows/reconcile-plan.yml': 'on: pull_request\n',
    ...documentsOf([one, two]),
    'README.md': 'Ads\n',
  },
  world: worldOf([one, two]),
};

export const raised = { [FILE]: documentOf(one, { monthlyCostCap: 30_000 }) };

/** More than the policy lets pass. */
export const doubled = { [FILE]: documentOf(one, { monthlyCostCap: 56_000 }) };
