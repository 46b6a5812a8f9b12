import type { Job, Workflow } from '../read.ts';

/** A rule of workflow files: what it prevents, and what breaks it in a file. */
export type Rule = {
  readonly name: string;
  readonly why: string;
  /** One sentence for each place that breaks it. */
  readonly find: (workflow: Workflow) => readonly string[];
};

/** Every job with an address that is independent of the workflow's folder: `plan.offline`. */
export function jobsOf(
  workflow: Workflow,
): readonly { readonly id: string; readonly address: string; readonly job: Job }[] {
  return Object.entries(workflow.jobs).map(([id, job]) => ({ id, address: `${workflow.kind}.${id}`, job }));
}

/** Where a value speaks of secrets. The token that GitHub makes for the run is not among them. */
export function secretsIn(value: unknown): readonly string[] {
  return JSON.stringify(value ?? '').match(/\bsecrets\b/g) ?? [];
}
