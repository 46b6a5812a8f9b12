import type { Plan } from '../../src/model/index.ts';
import type { Ran, StoryHarness } from '../support/harness.ts';
import type { Place } from './file-locations.ts';
import { type RunOptions, runOn } from './run.ts';
import type { Command, Scenario } from './scenario.ts';
import type { View } from './view.ts';

/** The environment of the runs of a scenario. */
export type ActionContext = {
  readonly harness: StoryHarness;
  readonly scenario: Scenario;
  readonly command: Command;
  readonly options: RunOptions;
  readonly view: View;
  /** Files that there were before the first run. */
  readonly repository: ReadonlySet<string>;
  readonly plan: Pick<Plan, 'layers'>;
  readonly places: readonly Place[];
  /** Projects of the plan's layers. */
  readonly ours: readonly string[];
};

/** @param env of a run that is not this CI run */
export function runHere({ harness, command, options }: ActionContext, env: RunOptions['env'] = {}): Promise<Ran> {
  return runOn(harness, command, { ...options, env: { ...options.env, ...env } });
}

/** The beginning of the output of a run, on one line. */
export function outputStart({ out, err }: Ran): string {
  return (err === '' ? out : err).replace(/\s+/g, ' ').slice(0, 400);
}
