import type { Machine } from '../../machine.ts';
import {
  type CredentialNames,
  DEFAULT_CREDENTIALS,
  type Problem,
  type ProjectRow,
  type Settings,
} from '../../model/index.ts';
import type { SurveyAccess } from '../open-apis.ts';
import { unsetRemedy } from '../unset-credentials.ts';
import { normalizedId } from './new-names.ts';
import { type Place, placesIn } from './new-place.ts';

export type ListedProject = ProjectRow & { readonly place: Place };

/** `problems`: of credentials whose projects are unknown. */
export type ProjectList = { readonly projects: readonly ListedProject[]; readonly problems: readonly Problem[] };

/** Active projects of all credentials, sorted by id. A project that two keys list belongs to the first. */
export async function listProjects(
  settings: Settings,
  survey: SurveyAccess,
  machine: Pick<Machine, 'env' | 'stop'>,
): Promise<ProjectList> {
  const places = placesIn(settings);
  const used = places.filter(({ credentials }) => isUsed(credentials, places, machine.env));
  const problems: Problem[] = [];
  const byId = new Map<string, ListedProject>();
  for (const place of used) {
    const { credentials } = place;
    const unset = [credentials.layers, credentials.tiktok].filter((name) => !isSet(name, machine.env));
    problems.push(...unset.map((variable) => notSet(variable, settings)));
    if (unset.length > 0) continue;
    const listed = await survey.directoryOf({ name: '', credentials }).projects(machine.stop);
    if (!listed.ok) problems.push(...listed.problems.map((problem) => unlisted(problem, credentials)));
    for (const project of listed.ok ? listed.value : []) {
      const id = normalizedId(project.id);
      if (!byId.has(id)) byId.set(id, { ...project, place });
    }
  }
  const projects = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, project]) => project);
  return { projects, problems };
}

/** Unset default variables are no mistake if the settings name others. */
function isUsed({ layers }: CredentialNames, places: readonly Place[], env: Machine['env']): boolean {
  return layers !== DEFAULT_CREDENTIALS.layers || places.length === 1 || isSet(layers, env);
}

function isSet(name: string, env: Machine['env']): boolean {
  return (env[name]?.trim() ?? '') !== '';
}

function notSet(variable: string, { origins }: Settings): Problem {
  return {
    code: 'credentials/missing',
    message: `The environment variable ${variable} is not set, so its projects are not imported.`,
    remedy: unsetRemedy(variable, origins),
  };
}

function unlisted(problem: Problem, { layers }: CredentialNames): Problem {
  return { ...problem, message: `The projects of ${layers} could not be listed. ${problem.message}` };
}
