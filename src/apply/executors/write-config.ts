import { type Change, changeAt, fail, ok, type Problem, type Result } from '../../model/index.ts';
import type { ChangeTask, WriteOutcome } from './executor.ts';

/** Writes fields of the layer config. The client reads before and after. */
export async function writeConfig(
  { change, desired, live, writers: { layers }, key }: ChangeTask,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const cap = changeAt(change.fields, 'monthlyCostCap');
  // Lifting cap-unit does not make the unit known: an amount with its currency has no number yet.
  if (typeof cap?.after === 'string') return fail(noNumber(change, cap.after));
  const app = desired.app ?? live.toggleApp;
  const { adAccountId } = desired.fields;
  const written = await layers.writeConfig(
    {
      address: {
        project: desired.project,
        ...(app !== undefined && { app }),
        ...(adAccountId !== undefined && { adAccountId }),
        wantsToggle: true,
      },
      ...(live.layerId !== undefined && { layerId: live.layerId }),
      fields: change.fields,
      basis: change.basis,
      key,
    },
    signal,
  );
  if (!written.ok) return written;
  if (written.value.tookEffect) return ok({});
  return fail({
    code: 'apply/no-effect',
    layer: change.layer,
    message: `Layers accepted the write of ${change.fields.map(({ path }) => path).join(', ')} but does not show the new value.`,
    remedy: 'Set the value in the dashboard of Layers, then run reconcile plan again.',
  });
}

function noNumber({ layer }: Change, cap: string): Problem {
  return {
    code: 'cap/amount',
    layer,
    message: `The cap ${cap} has no number for the config of the layer, because the unit there is unknown. Nothing was sent.`,
    remedy: 'Set costCapUnit: major or minor in reconcile.yaml.',
  };
}
