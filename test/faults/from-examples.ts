import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ChangeKind } from '../../src/model/index.ts';
import { type Client, client } from '../support/worlds.ts';
import { APPLY, type Scenario } from './scenario.ts';

/** The parts of a world file that identify the owner of a layer. */
type World = {
  readonly layers: {
    readonly projects: readonly {
      readonly id: string;
      readonly apps: readonly { readonly appId: string }[];
      readonly layers: readonly { readonly id: string }[];
    }[];
  };
  readonly tiktok: {
    readonly advertisers: readonly { readonly id: string; readonly ownerBusiness: string }[];
    readonly pixels: readonly { readonly code: string }[];
  };
};

/** An example as users get it: its documents, its world, and the one client in it. */
export function fromExample(
  example: string,
  name: string,
  kinds: readonly ChangeKind[],
  rest: Pick<Scenario, 'exit'> & { readonly allow?: string } = {},
): Scenario & Required<Pick<Scenario, 'kinds' | 'clients'>> {
  const folder = join('examples', example);
  const text = readFileSync(join(folder, 'world.yaml'), 'utf8');
  const { allow, ...more } = rest;
  return {
    name: `the example ${example}`,
    kinds,
    clients: [clientOf(parse(text) as World, name)],
    world: text,
    documents: filesIn(folder),
    ...more,
    ...(allow !== undefined && { command: { line: `${APPLY.line} --allow ${allow}` } }),
  };
}

function clientOf({ layers, tiktok }: World, name: string): Client {
  const [project, advertiser, pixel] = [layers.projects[0], tiktok.advertisers[0], tiktok.pixels[0]];
  if (project === undefined || advertiser === undefined || pixel === undefined) throw new Error('an empty world');
  return client(8, {
    name,
    project: project.id,
    layer: project.layers[0]?.id ?? '',
    app: project.apps[0]?.appId ?? '',
    account: advertiser.id,
    business: advertiser.ownerBusiness,
    pixel: pixel.code,
  });
}

/** All but the world, by their paths. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.yaml') && file !== 'world.yaml',
  );
  return Object.fromEntries(
    names.map((file) => [file.replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]),
  );
}
