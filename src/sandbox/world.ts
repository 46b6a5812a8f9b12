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
        "The sandbox's clock begins here, and stands still unless clock.speed is set. Absent: the machine's clock.",
      ),
    clock: clockShape,
    seed: z
      .int()
      .default(1)
      .describe('Decides what the world leaves open, such as how long people take. The same seed, the same run.'),
    env: z
      .record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/), z.string())
      .default({})
      .describe('Environment variables that a command in this world is given, such as the two credentials.'),
    // Defaults are the documented behaviour; tests run the others both ways.
    switches: z
      .strictObject({ ...layersSwitches, ...coreSwitches, ...tiktokSwitches })
      .prefault({})
      .describe('Documented behaviour by default; what is inferred, unknown or was different once is switched here.'),
    people: z.array(actionShape).default([]).describe('What people will do, and when.'),
    faults: z.array(faultShape).default([]).describe('What goes wrong, from the start.'),
    layers: layersShape,
    tiktok: tiktokShape,
  })
  .superRefine((world, context) => {
    for (const { name, ids } of unique(world)) {
      for (const [index, id] of ids.entries()) {
        const first = ids.findIndex((other) => other.id === id.id);
        if (first !== index)
          context.addIssue({ code: 'custom', path: [...id.path], message: `${id.id} is the id of two ${name}` });
      }
    }
  })
  .describe('A world file of the reconcile sandbox: what both APIs hold.');

/** Data of both APIs, in the form of the world file. The sandbox changes its own copy in place. */
export type World = z.output<typeof worldShape>;

type IdAtPath = { readonly id: string; readonly path: readonly (string | number)[] };

/** Ids that must be unique, with their paths. */
function unique(world: World): readonly { readonly name: string; readonly ids: readonly IdAtPath[] }[] {
  const { keys, projects } = world.layers;
  const { tokens, advertisers, pixels } = world.tiktok;
  return [
    { name: 'keys', ids: keys.map((key, at) => ({ id: key.key, path: ['layers', 'keys', at, 'key'] })) },
    { name: 'projects', ids: projects.map(({ id }, at) => ({ id, path: ['layers', 'projects', at, 'id'] })) },
    {
      name: 'SDK apps',
      ids: projects.flatMap(({ apps }, at) =>
        apps.map((app, index) => ({ id: app.appId, path: ['layers', 'projects', at, 'apps', index, 'appId'] })),
      ),
    },
    {
      name: 'layers',
      ids: projects.flatMap(({ layers }, at) =>
        layers.map(({ id }, index) => ({ id, path: ['layers', 'projects', at, 'layers', index, 'id'] })),
      ),
    },
    { name: 'tokens', ids: tokens.map(({ token }, at) => ({ id: token, path: ['tiktok', 'tokens', at, 'token'] })) },
    { name: 'advertisers', ids: advertisers.map(({ id }, at) => ({ id, path: ['tiktok', 'advertisers', at, 'id'] })) },
    { name: 'pixels', ids: pixels.map(({ id }, at) => ({ id, path: ['tiktok', 'pixels', at, 'id'] })) },
    { name: 'pixels', ids: pixels.map(({ code }, at) => ({ id: code, path: ['tiktok', 'pixels', at, 'code'] })) },
  ];
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
