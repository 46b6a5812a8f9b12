import type { Machine } from '../machine.ts';
import { type DesiredLayer, isLoopback, nameList, type Problem, type Settings } from '../model/index.ts';

/** One problem per unset variable, with the layers that need it. */
export function unsetCredentials(
  desired: readonly Pick<DesiredLayer, 'name' | 'credentials'>[],
  { origins }: Pick<Settings, 'origins'>,
  env: Machine['env'],
  apis: readonly ('layers' | 'tiktok')[] = ['layers', 'tiktok'],
): readonly Problem[] {
  const users = new Map<string, string[]>();
  for (const { name, credentials } of desired) {
    for (const variable of apis.map((api) => credentials[api])) {
      if ((env[variable] ?? '') === '') users.set(variable, [...(users.get(variable) ?? []), name]);
    }
  }
  return [...users].map(([variable, names]) => ({
    code: 'credentials/missing',
    message: `The environment variable ${variable} is not set; ${wanted(names)}.`,
    layers: names,
    remedy: unsetRemedy(variable, origins),
  }));
}

/** In a sandbox, the world has the credentials. */
export function unsetRemedy(variable: string, origins: Settings['origins']): string {
  return isLocal(origins)
    ? `Set ${variable} to a credential of the world (reconcile sandbox --env prints them), or name another variable under credentials in reconcile.yaml.`
    : `Set ${variable}, or name another variable under credentials in reconcile.yaml. To try without credentials: --sandbox.`;
}

/** The APIs are on this machine: a sandbox. */
export function isLocal(origins: Settings['origins']): boolean {
  return Object.values(origins).every((origin) => isLoopback(new URL(origin).hostname));
}

function wanted(names: readonly string[]): string {
  const count = names.length === 1 ? '1 layer needs it' : `${names.length} layers need it`;
  return `${count}: ${nameList(names)}`;
}
