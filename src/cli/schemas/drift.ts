import { z } from 'zod';
import {
  callsShape,
  changeShape,
  checkShape,
  countsShape,
  fieldChangeShape,
  fieldPathShape,
  headShape,
  outputSchema,
  problemsShape,
  uncheckedShape,
} from '../../plan/index.ts';
import { costCapUnit, currency, file, layerName, sandbox, unread } from './parts.ts';

const layer = z
  .strictObject({
    name: layerName,
    file,
    currency,
    drift: z.array(fieldChangeShape).describe('Live differs, and the document is as applied.'),
    pending: z.array(fieldChangeShape).describe('The document differs from the last apply.'),
    open: z.array(changeShape).describe('Reviewed changes that no apply or confirmation has finished.'),
    unknown: z.array(fieldPathShape).describe('In the document but not readable.'),
    unchecked: uncheckedShape.optional(),
    checks: z.array(checkShape).describe('Observations that are not changes.'),
  })
  .meta({ id: 'layer', description: 'One layer, compared with its last apply.' });

const report = z
  .strictObject({
    ...headShape('reconcile-drift'),
    sandbox,
    costCapUnit,
    layers: z.array(layer).describe('The layers, sorted by name.'),
    unread,
    calls: callsShape,
    problems: problemsShape,
    counts: countsShape({
      layers: 'Layers that were read.',
      drifted: 'Layers with drift.',
      drift: 'Drifted values.',
      pending: 'Values that differ because the document changed.',
      open: 'Reviewed changes that are not finished.',
      unknown: 'Values that are not readable.',
      checks: 'Checks.',
      unread: 'Layers that could not be read.',
    }),
  })
  .meta({ title: 'reconcile: drift', description: 'The output of `reconcile drift --format json`.' });

export function driftSchema(): Record<string, unknown> {
  return outputSchema(report, 'drift');
}
