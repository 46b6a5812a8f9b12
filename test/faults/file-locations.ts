import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, PlannedLayer } from '../../src/model/index.ts';
import type { World } from '../../src/sandbox/index.ts';
import type { Client } from '../support/worlds.ts';

/** Locations of the values of a layer in both APIs. */
export type Place = Pick<Client, 'name' | 'project' | 'layer' | 'app' | 'account' | 'business'>;

/** Locations of the layers of a plan. @param folder of the repository: only the document names the SDK app */
export function placesIn(
  { layers }: Pick<Plan, 'layers'>,
  { layers: { projects } }: World,
  folder: string,
): readonly Place[] {
  return layers.map((planned) => {
    const { name, project, layerId, desired } = planned;
    const there = projects.find(({ id }) => id === project);
    return {
      name,
      project,
      layer: layerId ?? there?.layers[0]?.id ?? '',
      app: appNamedIn(planned, folder) ?? there?.apps[0]?.appId ?? '',
      account: idOf(desired.adAccountId),
      business: idOf(desired.tiktokBusinessId),
    };
  });
}

function appNamedIn({ file }: PlannedLayer, folder: string): string | undefined {
  return /^"?app"?: *"?(app_\w+)/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
}

function idOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
