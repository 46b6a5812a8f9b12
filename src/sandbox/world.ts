import { z } from 'zod';
import { actionShape } from './admin/action-shape.ts';
import { clockShape } from './core/clock.ts';
import { faultShape } from './core/fault-shape.ts';
import { coreSwitches } from './core/world-parts.ts';
import { layersSwitches } from './layers/switches.ts';
import { layersShape } from './layers/world.ts';
import { tiktokSwitches } from './tiktok/switches.ts';
import { tiktokShape } from './tiktok/world.ts';

/** The world file. Parsing fills in all defaults. */
export const worldShape = z
  .strictObject({
    now: z.iso
      .datetime()
      .optional()
      .describe(
        "Start time of the sandbox's clock. It does not run unless clock.speed is set. Absent: the machine's clock.",
      ),
    clock: clockShape,
    seed: z
      .int()
      .default(1)
      .describe(
        'Determines what the world leaves open, such as random delays of people. The same seed gives the same run.',
      ),
    env: z
      .record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/), z.string())
      .default({})
      .describe('Environment variables for a command in this world, such as the two credentials.'),
    // Defaults are the documented behaviour; tests run the others both ways.
    switches: z
      .strictObject({ ...layersSwitches, ...coreSwitches, ...tiktokSwitches })
      .prefault({})
      .describe('Documented behaviour by default. Switches are for inferred, unknown or older behaviour.'),
    people: z.array(actionShape).default([]).describe('Actions of people, and their times.'),
    faults: z.array(faultShape).default([]).describe('Faults that are scripted from the start.'),
    layers: layersShape,
    tiktok: tiktokShape,
  })
  .superRefine((world, context) => {
    for (const { name, ids } of unique(world)) {
      const seen = new Set<string>();
      for (const { id, path } of ids) {
        if (seen.has(id))
          context.addIssue({ code: 'custom', path: [...path], message: `${id} is the id of two ${name}` });
        seen.add(id);
      }
    }
  })
  .describe('A world file of the reconcile sandbox: the data of both APIs.');

/** Data of both APIs, in the form of the world file. The sandbox changes its own copy in place. */
export type World = z.output<typeof worldShape>;

/** A world from data that is not in a file; `problem` is its first mistake. */
export function worldFrom(data: unknown): { readonly world: World } | { readonly problem: string } {
  const checked = worldShape.safeParse(data);
  if (checked.success) return { world: checked.data };
  const [first] = checked.error.issues;
  return { problem: `${first?.path.map(String).join('.')}: ${first?.message}` };
}

/** A world without data, with documented behavior. */
export function emptyWorld(): World {
  return worldShape.parse({});
}

/** JSON Schema of world files (draft-07), for editors. */
export function worldSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(worldShape, {
    target: 'draft-7',
    io: 'input',
    // Only a map of any JSON cannot be represented.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'object';
    },
  });
}

type Path = readonly (string | number)[];
type Unique = { readonly name: string; readonly ids: readonly { readonly id: string; readonly path: Path }[] };

function unique({ layers: { keys, projects }, tiktok }: World): readonly Unique[] {
  const apps = projects.flatMap((project, at) => idsAt(['layers', 'projects', at, 'apps'], project.apps, 'appId'));
  const layers = projects.flatMap((project, at) => idsAt(['layers', 'projects', at, 'layers'], project.layers, 'id'));
  return [
    { name: 'keys', ids: idsAt(['layers', 'keys'], keys, 'key') },
    { name: 'projects', ids: idsAt(['layers', 'projects'], projects, 'id') },
    { name: 'SDK apps', ids: apps },
    { name: 'layers', ids: layers },
    { name: 'developer apps', ids: idsAt(['tiktok', 'apps'], tiktok.apps, 'id') },
    { name: 'consents', ids: idsAt(['tiktok', 'authCodes'], tiktok.authCodes, 'code') },
    { name: 'tokens', ids: idsAt(['tiktok', 'tokens'], tiktok.tokens, 'token') },
    { name: 'advertisers', ids: idsAt(['tiktok', 'advertisers'], tiktok.advertisers, 'id') },
    { name: 'pixels', ids: idsAt(['tiktok', 'pixels'], tiktok.pixels, 'id') },
    { name: 'pixels', ids: idsAt(['tiktok', 'pixels'], tiktok.pixels, 'code') },
    { name: 'Business Centers', ids: idsAt(['tiktok', 'businessCenters'], tiktok.businessCenters, 'id') },
    { name: 'campaigns', ids: idsAt(['tiktok', 'campaigns'], tiktok.campaigns, 'id') },
    { name: 'ad groups', ids: idsAt(['tiktok', 'adGroups'], tiktok.adGroups, 'id') },
    { name: 'ads', ids: idsAt(['tiktok', 'ads'], tiktok.ads, 'id') },
    { name: 'Spark posts', ids: idsAt(['tiktok', 'sparkPosts'], tiktok.sparkPosts, 'item') },
    { name: 'identities', ids: idsAt(['tiktok', 'identities'], tiktok.identities, 'id') },
  ];
}

function idsAt<K extends string>(path: Path, entries: readonly Readonly<Record<K, string>>[], key: K): Unique['ids'] {
  return entries.map((entry, at) => ({ id: entry[key], path: [...path, at, key] }));
}
