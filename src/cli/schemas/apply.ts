import { z } from 'zod';
import {
  changeKind,
  changeShape,
  countsShape,
  countShape,
  headShape,
  innerPlan,
  outputSchema,
  problemShape,
} from '../../plan/index.ts';
import { sandbox, time, unread } from './parts.ts';

const entry = z
  .strictObject({
    change: z.string().describe('Id of the change.'),
    layer: z.string().describe('Name of the layer document.'),
    kind: changeKind,
    outcome: z
      .enum(['done', 'waiting', 'failed', 'not tried'])
      .describe('waiting: for a person or an approval. not tried: something before it is not done.'),
    waitingOn: z.string().optional().describe('What it waits for. Missing: it does not wait.'),
    problems: z.array(problemShape).optional().describe('Why it failed. Missing: it did not.'),
  })
  .meta({ id: 'entry', description: 'The outcome of one change.' });

const notRecorded = z
  .strictObject({
    project: z.string().describe('Project id at Layers.'),
    layers: z.array(z.string()).describe('Layers of the missing entry.'),
    until: time.nullable().describe('When the claim that blocks other runs ends; null: this run no longer has it.'),
  })
  .meta({ id: 'notRecorded', description: 'A project whose ledger could not be updated.' });

const outcome = z
  .strictObject({
    ...headShape('reconcile-apply'),
    sandbox,
    entries: z.array(entry).describe('One for each change of the plan.'),
    changes: z.array(changeShape).describe('The changes of the plan.'),
    left: innerPlan.nullable().describe('The closing plan; null: it could not be made.'),
    verifiedAt: time.nullable().describe('Time of the closing plan; null: it is incomplete.'),
    calls: z
      .strictObject({
        sent: countShape.describe('API requests that were sent.'),
        forecast: countShape.describe('API requests that were expected.'),
      })
      .describe('API requests.'),
    driftLeftAlone: countShape.describe('Drifted values that were left alone.'),
    notRecorded: z.array(notRecorded).describe('What was done and is not in the ledger.'),
    unread,
    of: countShape.describe('Number of layers, including unread ones.'),
    problems: z.array(problemShape).describe('Failures besides a change, and causes of unread layers.'),
    counts: countsShape({
      layers: 'Layers, including unread ones.',
      unread: 'Layers that could not be read.',
      done: 'Changes that are done.',
      waiting: 'Changes that wait for a person or an approval.',
      failed: 'Changes that failed.',
      notTried: 'Changes that were not tried.',
      problems: 'Problems besides those of changes.',
    }),
  })
  .meta({
    title: 'reconcile: apply',
    description: 'The output of `reconcile apply --format json`, and of `reconcile confirm --plan FILE --format json`.',
  });

export function applySchema(): Record<string, unknown> {
  return outputSchema(outcome, 'apply');
}
