import { z } from 'zod';
import { checkShape, countsShape, countShape, headShape, outputSchema, problemShape } from '../../plan/index.ts';
import { file, layerName } from './parts.ts';

const output = z
  .strictObject({
    ...headShape('reconcile-validate'),
    valid: z.literal(true).describe('Every document is valid. Otherwise the output is reconcile-problems.'),
    layers: z.array(z.strictObject({ name: layerName, file })).describe('The layers, sorted by name.'),
    files: countShape.describe('Number of files, including fragments.'),
    checks: z.array(checkShape).describe('Observations that need no live state.'),
    warnings: z.array(problemShape).describe('Problems that do not make a document invalid.'),
    counts: countsShape({
      layers: 'Layers.',
      files: 'Files, including fragments.',
      checks: 'Checks.',
      warnings: 'Warnings.',
    }),
  })
  .meta({ title: 'reconcile: validate', description: 'The output of `reconcile validate --format json`.' });

export function validateSchema(): Record<string, unknown> {
  return outputSchema(output, 'validate');
}
