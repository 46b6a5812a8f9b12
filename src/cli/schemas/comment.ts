import { z } from 'zod';
import { countShape, headShape, outputSchema } from '../../plan/index.ts';

const pull = z.string().describe('The pull request: owner/name#number.');

const output = z
  .union([
    z.strictObject({
      ...headShape('reconcile-comment'),
      did: z.enum(['created', 'edited', 'untouched']).describe('What was done with the comment.'),
      removed: countShape.describe('Number of duplicates that were removed.'),
      url: z.string().optional().describe('Address of the comment. Missing: nothing was written.'),
      pull,
    }),
    z.strictObject({
      ...headShape('reconcile-comment'),
      did: z.literal('written').describe('The page was written to a file.'),
      file: z.string().describe('Path of the file.'),
    }),
    z.strictObject({
      ...headShape('reconcile-comment'),
      did: z.literal('nothing').describe('The event has no pull request.'),
      event: z.string().describe('Name of the event.'),
    }),
    z.strictObject({
      ...headShape('reconcile-comment'),
      did: z.literal('rehearsed').describe('Nothing was sent.'),
      pull,
      steps: z
        .array(
          z.strictObject({
            action: z.enum(['create', 'edit', 'remove']).describe('What would be done.'),
            id: z.number().int().optional().describe('Id of the comment. Missing: a new one.'),
          }),
        )
        .describe('The requests that would be sent.'),
    }),
  ])
  .meta({ title: 'reconcile: comment', description: 'The output of `reconcile comment --format json`.' });

export function commentSchema(): Record<string, unknown> {
  return outputSchema(output, 'comment');
}
