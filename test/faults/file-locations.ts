import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, PlannedLayer } from '../../src/model/index.ts';
import type { World } from '../../src/sandbox/index.ts';
import type { Client } from '../support/worlds.ts';

/** Where a layer's values are in both APIs. */
export type Place = Pick<Client, 'name' | 'project' | 'layer' | 'app' | 'account' | 'business'>;

/** Where the layers of a plan are. @param folder of the repository: which SDK app is meant stands in the document only */
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
