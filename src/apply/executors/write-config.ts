import { fail, ok, type Result } from '../../model/index.ts';
import type { ChangeTask, WriteOutcome } from './executor.ts';

/** Writes fields of the layer config. The client reads before and after. */
export async function writeConfig(
  { change, desired, live, writers: { layers }, key }: ChangeTask,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
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
