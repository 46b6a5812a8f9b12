import { z } from 'zod';
import {
  countsShape,
  countShape,
  fieldPathShape,
  headShape,
  innerPlan,
  outputSchema,
  problemShape,
  problemsShape,
  valueShape,
} from '../../plan/index.ts';
import { advertiserId, layerName } from './parts.ts';

const init = z
  .strictObject({
    ...headShape('reconcile-init'),
    files: z
      .array(
        z.strictObject({
          path: z.string().describe('Path of the file.'),
          result: z.enum(['created', 'kept']).describe('kept: it existed and was left alone.'),
        }),
      )
      .describe('The files of a repository.'),
    hints: z.array(z.string()).describe('What to add to files that were kept.'),
    organization: z
      .strictObject({
        id: z.string().describe('Id of the organization.'),
        name: z.string().describe('Name of the organization.'),
        tier: z.string().describe('Tier of the rate limit.'),
      })
      .nullable()
      .describe('Owner of the Layers key; null: there is no key.'),
    projects: z
      .array(z.strictObject({ id: z.string().describe('Id of the project.'), name: z.string().describe('Its name.') }))
      .describe('Active projects that the key may read.'),
    next: z.array(z.string()).describe('What to do next.'),
    plan: innerPlan.nullable().describe('The first plan; null: it could not be made.'),
    problems: z.array(problemShape).describe('Problems of the first plan.'),
    counts: countsShape({ created: 'Created files.', kept: 'Files that were kept.' }),
  })
  .meta({ title: 'reconcile: init', description: 'The output of `reconcile init --format json`.' });

const connect = z
  .strictObject({
    ...headShape('reconcile-connect'),
    layer: layerName,
    mode: z.enum(['byo', 'agency']).describe('Mode of the layer.'),
    expected: advertiserId.nullable().describe('The ad account in the document; null: none.'),
    state: z
      .enum(['connected', 'different', 'shared', 'waiting'])
      .describe(
        'connected: Layers lists the ad account. different: it lists a new one that is not the document’s. shared: only TikTok shows the share. waiting: neither is visible.',
      ),
    account: advertiserId.nullable().describe('The connected ad account; null: none.'),
    accountName: z.string().nullable().describe('Its name; null: unknown.'),
    unreadable: z.string().optional().describe('Why no API shows the share. Missing: one does, or it is not needed.'),
  })
  .meta({ title: 'reconcile: connect', description: 'The output of `reconcile connect --format json`.' });

const confirm = z
  .strictObject({
    ...headShape('reconcile-confirm'),
    layers: z
      .array(
        z.strictObject({
          name: layerName,
          state: z
            .enum(['recorded', 'nothing', 'failed'])
            .describe('nothing: there was no step to confirm. failed: nothing was recorded.'),
          values: z
            .array(
              z.strictObject({
                path: fieldPathShape,
                value: valueShape.describe('The value; null: known to be absent.'),
                source: z
                  .enum(['api', 'stated'])
                  .describe('api: an API shows it. stated: it rests on a person’s word.'),
              }),
            )
            .describe('The recorded values.'),
          unknownKeys: z.array(z.string()).describe('Members of a pasted config that are not recorded.'),
          bypassed: z.array(z.string()).describe('Refusals that the person bypassed.'),
        }),
      )
      .describe('The named layers, sorted by name.'),
    message: z.string().describe('The result in sentences.'),
    plan: innerPlan.nullable().describe('The current plan; null: it could not be made.'),
    problems: problemsShape,
    counts: countsShape({
      recorded: 'Layers with a recorded statement.',
      nothing: 'Layers without a step to confirm.',
      failed: 'Layers for which nothing was recorded.',
    }),
  })
  .meta({ title: 'reconcile: confirm', description: 'The output of `reconcile confirm --format json`.' });

const todo = z
  .strictObject({
    ...headShape('reconcile-todo'),
    visits: z
      .array(
        z.strictObject({
          screen: z.string().describe('The screen to open: a URL, or a description.'),
          steps: z
            .array(
              z.strictObject({
                layers: z.array(layerName).describe('Layers of the step.'),
                tasks: z.array(z.string()).describe('What to do.'),
                paste: valueShape.optional().describe('Members to set in "View as JSON". Missing: none.'),
                proof: z
                  .enum(['api', 'pasted', 'word'])
                  .describe('What shows that it is done: an API, the pasted config, or only the person’s word.'),
                changes: z.array(z.string()).describe('Ids of the changes.'),
              }),
            )
            .describe('The steps on this screen.'),
        }),
      )
      .describe('The screens, in order.'),
    blocked: z
      .array(
        z.strictObject({
          layer: layerName,
          change: z.string().describe('Kind of the change.'),
          waitingFor: z.array(z.string()).describe('Kinds of the open changes before it.'),
        }),
      )
      .describe('Manual changes that wait for something else.'),
    afterAdoption: countShape.describe('Changes that wait for the adoption of their layer.'),
    refused: z.array(layerName).describe('Layers whose plan is refused.'),
    problems: problemsShape,
    counts: countsShape({
      screens: 'Screens to visit.',
      steps: 'Steps on them.',
      blocked: 'Manual changes that wait for something else.',
      afterAdoption: 'Changes that wait for the adoption of their layer.',
      refused: 'Layers whose plan is refused.',
    }),
  })
  .meta({ title: 'reconcile: todo', description: 'The output of `reconcile todo --format json`.' });

export const initSchema = (): Record<string, unknown> => outputSchema(init, 'init');
export const connectSchema = (): Record<string, unknown> => outputSchema(connect, 'connect');
export const confirmSchema = (): Record<string, unknown> => outputSchema(confirm, 'confirm');
export const todoSchema = (): Record<string, unknown> => outputSchema(todo, 'todo');
