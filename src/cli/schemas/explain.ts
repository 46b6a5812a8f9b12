import { z } from 'zod';
import { CHECK_CODES, POLICY_NAMES, PROBLEM_CODES } from '../../model/index.ts';
import {
  changeKind,
  fieldPathShape,
  headShape,
  liveValueShape,
  locationShape,
  outputSchema,
  valueShape,
} from '../../plan/index.ts';
import { costCapUnit, currency, file, layerName, refusal, sandbox, time } from './parts.ts';

const codes = Object.keys({ ...PROBLEM_CODES, ...CHECK_CODES, ...POLICY_NAMES }) as [string, ...string[]];

const code = z.strictObject({
  ...headShape('reconcile-explain'),
  code: z.enum(codes).describe('The code, or the name of a policy. A minor version may add some.'),
  kind: z.enum(['problem', 'check', 'policy']).describe('What it names.'),
  meaning: z.string().describe('What it means.'),
  example: z.string().describe('A case in which it occurs.'),
  cure: z.string().describe('The action that fixes it.'),
});

const origin = z
  .union([
    z.strictObject({
      state: z.literal('committed').describe('The line is in git.'),
      commit: z
        .string()
        .regex(/^[0-9a-f]{7,64}$/)
        .describe('The commit that wrote it.'),
      author: z.string().describe('Author of the commit.'),
      time: time.describe('Time of the commit.'),
      summary: z.string().describe('Subject of the commit.'),
      orEarlier: z.boolean().describe('The clone is shallow: an earlier commit may have written it.'),
    }),
    z.strictObject({ state: z.literal('uncommitted').describe('The line is not in git yet.') }),
    z.strictObject({
      state: z.literal('unknown').describe('git does not say.'),
      reason: z.string().describe('Why not.'),
    }),
  ])
  .meta({ id: 'origin', description: 'The commit that wrote a line.' });

const field = z.strictObject({
  ...headShape('reconcile-field'),
  layer: layerName,
  file,
  path: fieldPathShape,
  desired: valueShape.describe('The value as it is sent; null: the document does not set it.'),
  source: z
    .strictObject({ ...locationShape.shape, inherited: z.boolean().describe('Whether a fragment sets it.') })
    .nullable()
    .describe('Line of the value; null: none.'),
  origin: origin.nullable().describe('Commit of the line; null: none.'),
  live: liveValueShape.describe('The current value.'),
  recorded: z
    .strictObject({
      time: time.describe('When the ledger entry was written.'),
      repository: z.string().nullable().describe('Repository of the entry; null: unknown.'),
      commit: z.string().nullable().describe('Commit of the entry; null: unknown.'),
    })
    .nullable()
    .describe('Source of a recorded value; null: the value has a different source.'),
  difference: z
    .enum([
      'equal',
      'not in the document',
      'live unknown',
      'open',
      'unreached',
      'document changed',
      'live changed',
      'both changed',
    ])
    .describe('Why document and live state differ.'),
  apply: z
    .strictObject({
      kind: changeKind,
      step: z.enum(['api', 'human', 'gated']).describe('Who carries out the change.'),
      sends: valueShape.describe('The value that is sent, or typed by a person.'),
      screen: z.string().optional().describe('The screen of a manual step. Missing: it is not manual.'),
      after: z.array(changeKind).describe('Kinds of changes that come first.'),
      refusals: z.array(refusal).describe('Policies that refuse it.'),
    })
    .nullable()
    .describe('What an apply would do; null: nothing.'),
  currency,
  costCapUnit,
  sandbox,
});

const output = z.union([code, field]).meta({
  title: 'reconcile: explain',
  description: 'The outputs of `reconcile explain CODE` and `reconcile explain NAME FIELD` with --format json.',
});

export function explainSchema(): Record<string, unknown> {
  return outputSchema(output, 'explain');
}
