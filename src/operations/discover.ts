import { createLayersDirectory } from '../layers/index.ts';
import type { Machine } from '../machine.ts';
import {
  type ConnectedAccount,
  DEFAULT_CREDENTIALS,
  type OrganizationRow,
  type ProjectRow,
  type Result,
} from '../model/index.ts';
import { originProblem } from '../settings/index.ts';
import { openSettings } from './workspace.ts';

/** Everything that the Layers key of the environment may see. */
export type Discovery = {
  readonly organization: OrganizationRow;
  readonly projects: readonly ProjectRow[];
  /** TikTok ad accounts of a project. */
  readonly accountsOf: (project: string) => Promise<Result<readonly ConnectedAccount[]>>;
};

/** Lists projects with the key in `LAYERS_API_KEY`. `undefined` if it is not set. Read-only. */
export async function discover(machine: Machine): Promise<Result<Discovery> | undefined> {
  const key = machine.env[DEFAULT_CREDENTIALS.layers]?.trim() ?? '';
  if (key === '') return undefined;
  const opened = await openSettings(undefined, machine);
  if (!opened.ok) return opened;
  const origin = opened.value.settings.origins.layers;
  const problem = originProblem(origin, 'layers', machine.env.RECONCILE_ALLOW_ORIGINS);
  if (problem !== undefined) return { ok: false, problems: [problem] };
  machine.hide?.([key]);
  const directory = createLayersDirectory({ machine, origin, key });
  const organization = await directory.organization(machine.stop);
  if (!organization.ok) return organization;
  const projects = await directory.projects(machine.stop);
  if (!projects.ok) return projects;
  const accountsOf = (project: string) => directory.accounts(project, machine.stop);
  return { ok: true, value: { organization: organization.value, projects: projects.value, accountsOf } };
}
