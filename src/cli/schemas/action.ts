import { z } from 'zod';
import { outputSchema } from '../../plan/index.ts';

const count = z.string().regex(/^\d+$/);
const truth = z.enum(['true', 'false']);

/** GitHub passes every output as text. Each command of the action sets some of them. */
const outputs = z
  .strictObject({
    changes: truth.optional().describe('Whether the plan changes anything.'),
    to_apply: count.optional().describe('Number of changes that apply makes.'),
    human_steps: count.optional().describe('Number of manual changes.'),
    refusals: count.optional().describe('Number of refusals.'),
    digest: z
      .string()
      .regex(/^(sha256:[0-9a-f]{64})?$/)
      .optional()
      .describe('Digest of the plan.'),
    exit_code: z.enum(['0', '1', '2', '3', '4', '70', '130']).describe('The exit code of reconcile.'),
    plan_path: z.string().optional().describe('Path of the saved plan, which matches plan.schema.json.'),
    needed: truth.optional().describe('Whether the job with credentials has work.'),
    pulls: z
      .string()
      .regex(/^\[([1-9]\d*(,[1-9]\d*){0,255})?\]$/)
      .optional()
      .describe('A JSON list of at most 256 numbers of pull requests, for fromJSON.'),
    do: z.enum(['apply', 'confirm', 'none']).optional().describe('What a job with credentials that write has to do.'),
    names: z.string().optional().describe('The layers to confirm, separated by spaces.'),
  })
  .meta({ title: 'reconcile: action', description: 'The outputs of the GitHub Action: `toJSON(steps.ID.outputs)`.' });

export function actionSchema(): Record<string, unknown> {
  return outputSchema(outputs, 'action');
}
