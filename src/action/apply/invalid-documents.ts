import type { Problem } from '../../model/index.ts';
import { openPartialWorkspace } from '../../operations/index.ts';
import type { ActionContext } from '../context.ts';

/**
 * The problems of invalid documents in the checkout. They stop only their own layers, but a run that covers all layers
 * is red because of them. Uses no network.
 */
export async function invalidDocuments({
  inputs: { config },
  machine,
}: Pick<ActionContext, 'inputs' | 'machine'>): Promise<readonly Problem[]> {
  const options = { paths: [], ...(config !== undefined && { config }) };
  const workspace = await openPartialWorkspace(options, machine);
  return workspace.ok ? workspace.value.problemsOf(workspace.value.invalid) : workspace.problems;
}
