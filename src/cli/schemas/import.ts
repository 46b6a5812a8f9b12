import { z } from 'zod';
import { countsShape, fieldPathShape, headShape, outputSchema, problemsShape, valueShape } from '../../plan/index.ts';
import { costCapUnit, currency, layerName, sandbox } from './parts.ts';

const fields = (text: string) => z.array(fieldPathShape).describe(text);

const layer = z
  .strictObject({
    name: layerName,
    project: z.string().describe('The project at Layers.'),
    file: z.string().nullable().describe('Path of the layer document; null: it has none.'),
    state: z
      .enum(['created', 'updated', 'unchanged', 'skipped', 'failed'])
      .describe('What the import did. skipped: nothing is live. failed: a problem has the reason.'),
    reason: z
      .enum(['no-layer', 'no-account'])
      .optional()
      .describe('Why it was skipped: no TikTok layer in the project, or no ad account bound to the layer.'),
    fields: fields('Fields of the document that were set, changed or removed.'),
    edits: z
      .array(
        z.strictObject({
          field: fieldPathShape,
          before: valueShape.describe('Before.'),
          after: valueShape.describe('After.'),
        }),
      )
      .describe('Values of a document that existed, before and after. null: no value.'),
    kept: z
      .array(
        z.strictObject({
          field: fieldPathShape,
          document: valueShape.describe('The value in the document.'),
          live: valueShape.describe('The other value: of an API, of a pasted config, or of the ledger.'),
          isRecorded: z.boolean().describe('Whether the live value is only in the ledger.'),
          why: z
            .enum(['open', 'recorded'])
            .describe('open: its reviewed change is not done. recorded: no API shows the live value.'),
        }),
      )
      .describe('Values of the document that stay, although live state differs. null: no value.'),
    missing: z
      .array(
        z.strictObject({
          field: fieldPathShape,
          why: z.string().describe('Why the document does not have it.'),
        }),
      )
      .describe('Fields that the document does not have.'),
    differing: fields('Fields in which a plan shows a difference.'),
    toAdopt: z.boolean().describe('Whether only a pasted config has some values: reconcile confirm records them.'),
    currency,
  })
  .meta({ id: 'layer', description: 'A layer of the import.' });

const output = z
  .strictObject({
    ...headShape('reconcile-import'),
    sandbox,
    dryRun: z.boolean().describe('Whether nothing was written.'),
    costCapUnit,
    needsInit: z.boolean().describe('Whether the folder has no local schemas: reconcile init creates them.'),
    counts: countsShape({
      created: 'Layers with a new document.',
      updated: 'Layers whose document changed.',
      unchanged: 'Layers whose document matches live state.',
      skipped: 'Layers and projects without anything to import.',
      failed: 'Layers that could not be imported.',
    }),
    layers: z.array(layer).describe('The layers, sorted by name.'),
    files: z
      .array(
        z.strictObject({
          path: z.string().describe('Path of a document or fragment, relative to the root.'),
          change: z.enum(['created', 'updated']).describe('Whether the file is new.'),
          diff: z.string().optional().describe('With --dry-run: the difference, as git diff shows it.'),
        }),
      )
      .describe('New files and changed ones, sorted by path.'),
    problems: problemsShape,
  })
  .meta({
    title: 'reconcile: import',
    description: 'The output of `reconcile import` with --format json.',
  });

export function importSchema(): Record<string, unknown> {
  return outputSchema(output, 'import');
}
