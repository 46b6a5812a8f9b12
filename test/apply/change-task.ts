import type { ChangeTask } from '../../src/apply/executors/executor.ts';
import { ok } from '../../src/model/index.ts';
import { aDesired, aLive } from '../support/layers.ts';
import { aChange } from '../support/plan.ts';
import { writersFor } from '../support/writers.ts';
import { fakeLayers } from './fake-layers.ts';

/** The task of an executor. The claim is always held. */
export function changeTask(rest: Partial<ChangeTask> = {}): ChangeTask {
  return {
    change: aChange('capi', []),
    desired: aDesired(),
    live: aLive(),
    writers: writersFor(fakeLayers().writer),
    key: 'key',
    claim: { check: async () => ok(undefined), addIntent: async () => ok(undefined) },
    report: () => {},
    ...rest,
  };
}
