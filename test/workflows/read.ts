import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

export type Step = {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
};

type Concurrency = { readonly group: string; readonly queue?: string; readonly 'cancel-in-progress'?: unknown };

export type Job = {
  readonly name?: string;
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly 'runs-on'?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly environment?: string | { readonly name: string; readonly deployment?: boolean };
  readonly concurrency?: Concurrency;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly 'fail-fast'?: unknown;
    readonly matrix: Readonly<Record<string, readonly string[]>>;
  };
  readonly steps?: readonly Step[];
};

type Call = {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, unknown>>;
};

/** A workflow file, as far as the rules need it. */
export type Workflow = {
  readonly file: string;
  /** Its kind, with any prefix: `plan` for `plan.yml` and `reconcile-plan.yml`. */
  readonly kind: string;
  /** For GitHub Enterprise Server, which has less. */
  readonly enterprise: boolean;
  /** Called from other repositories, so it names the action as its own. */
  readonly reusable: boolean;
  readonly text: string;
  readonly on: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> & {
    readonly workflow_call?: Call;
  };
  readonly permissions: unknown;
  readonly concurrency?: Concurrency;
  readonly jobs: Readonly<Record<string, Job>>;
};

/** Every workflow file: those of this repository, and those that people copy. */
export const workflowFiles: readonly string[] = ['.github/workflows', 'examples/github']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => /\.github\/workflows\/[^/]+\.yml$/.test(file))
  .sort();

/** @param text what the file says, or what it would say */
export function readWorkflow(file: string, text: string = readFileSync(file, 'utf8')): Workflow {
  // Both linters have looked at the shape; a rule that meets another one fails.
  const read = parse(text) as Pick<Workflow, 'on' | 'permissions' | 'concurrency' | 'jobs'>;
  return {
    ...read,
    file,
    kind: basename(file, '.yml').replace(/^reconcile-/, ''),
    enterprise: file.includes('ghes'),
    reusable: read.on.workflow_call !== undefined,
    text,
  };
}

type Metadata = {
  readonly inputs: Readonly<
    Record<string, { readonly required: boolean; readonly default?: string; readonly description: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
};

// The same holds for it.
export const action = parse(readFileSync('action.yml', 'utf8')) as Metadata;

/** The steps of all jobs. */
export function stepsOf({
  jobs,
}: Workflow): readonly { readonly id: string; readonly job: Job; readonly step: Step }[] {
  return Object.entries(jobs).flatMap(([id, job]) => (job.steps ?? []).map((step) => ({ id, job, step })));
}

export function isOurs({ uses }: Step): boolean {
  return uses !== undefined && (uses === '$/action' || uses.startsWith('layers/reconcile@'));
}

export function environmentOf({ environment }: Job): { readonly name?: string; readonly deploys: boolean } {
  if (environment === undefined) return { deploys: false };
  if (typeof environment === 'string') return { name: environment, deploys: true };
  return { name: environment.name, deploys: environment.deployment !== false };
}
