import { z } from 'zod';
import { countsShape, headShape, outputSchema, problemShape } from '../../plan/index.ts';

const output = z
  .strictObject({
    ...headShape('reconcile-problems'),
    problems: z.array(problemShape).describe('The problems.'),
    counts: countsShape({ problems: 'Problems.' }),
  })
  .meta({
    title: 'reconcile: problems',
    description: 'The output of any command with --format json that has no other result, such as a usage error.',
  });

export function problemsSchema(): Record<string, unknown> {
  return outputSchema(output, 'problems');
}
