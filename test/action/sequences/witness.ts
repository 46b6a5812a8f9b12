import type { Sandbox } from '../../../src/sandbox/index.ts';
import type { Json } from '../../support/worlds.ts';
import { clients, type Desired, FIELD_NAMES, type FieldName, keyOf, valuesOf } from './layers.ts';

/** A value that a request changed in a layer. */
export type Effect = {
  readonly layer: string;
  readonly field: FieldName;
  readonly before: string;
  readonly after: string;
  readonly request: string;
};

/** Watches what requests of the action do to layers. What people do is left out. */
export type Witness = {
  /** Since the last call. */
  readonly effects: () => readonly Effect[];
  readonly live: (layer: string) => Desired;
};

export function witnessOf(sandbox: Sandbox): Witness {
  const effects: Effect[] = [];
  let before = new Map<string, Desired>();
  sandbox.intervene(({ method, path }, moment, world) => {
    if (method === 'GET' || path.startsWith('/__sandbox/people/')) return;
    if (moment === 'before') {
      before = allIn(world);
      return;
    }
    for (const [layer, after] of allIn(world)) {
      for (const field of FIELD_NAMES) {
        const [old, now] = [keyOf(before.get(layer)?.[field] ?? ''), keyOf(after[field])];
        if (old !== now) effects.push({ layer, field, before: old, after: now, request: `${method} ${path}` });
      }
    }
  });
  return {
    effects: () => effects.splice(0),
    live: (layer) => {
      const found = allIn(sandbox.world()).get(layer);
      if (found === undefined) throw new Error(`there is no layer ${layer}`);
      return found;
    },
  };
}

type Projects = Pick<ReturnType<Sandbox['world']>, 'layers'>;

function allIn({ layers }: Projects): Map<string, Desired> {
  return new Map(
    clients.flatMap(({ name, project }) => {
      const config = layers.projects.find(({ id }) => id === project)?.layers[0]?.config;
      // The sandbox refuses a config without these members.
      return config === undefined ? [] : [[name, valuesOf(config as Json & { readonly capi: Json })] as const];
    }),
  );
}
