import { z } from 'zod';
import { CONFIG_PATHS, fail, type FieldPath, type Fields, ok, type Result, type Value } from '../model/index.ts';
import { knownKeysOf, parse, plain, problemsOf, shapeFindings, withHidden } from '../yaml/index.ts';

/** The config of a layer that a person copied from the dashboard. */
export type PastedConfig = {
  /** Every known member. Both `null` and absent members are left out. */
  readonly fields: Fields;
  /** Keys that reconcile does not know, by path. They are not recorded. */
  readonly unknownKeys: readonly string[];
};

const text = z.string({ error: 'a text, in quotes' });

/**
 * Layers decides which values are valid in the editor, so only the types of known members are checked.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Layer config" (documented; its schema is not published).
 */
const pastedShape = z.looseObject(
  {
    mode: z.enum(['agency', 'byo'], { error: 'agency or byo' }).nullish(),
    tiktokBusinessId: text.nullish(),
    adAccountId: text.nullish(),
    capi: z
      .looseObject(
        {
          enabled: z.boolean({ error: 'true or false' }).nullish(),
          pixel_id: text.nullish(),
          access_token_vault_id: text.nullish(),
          event_map: z.record(z.string(), text, { error: 'a map of SDK events to TikTok events' }).nullish(),
        },
        { error: 'a map' },
      )
      .nullish(),
    objectives: z.array(text, { error: 'a list of objectives' }).nullish(),
    monthlyCostCap: z.number({ error: 'a number' }).nullish(),
  },
  { error: 'a map' },
);

/** Parses the pasted config. Secrets in it are refused like in a document, and not printed. */
export function parsePastedConfig(pasted: Uint8Array, from: string): Result<PastedConfig> {
  const { source, root, findings } = parse(from, pasted);
  const shape =
    root === undefined
      ? []
      : shapeFindings(root, pastedShape, {
          what: "A layer's config",
          known: knownKeysOf(pastedShape),
          ids: new Set(['tiktokBusinessId', 'adAccountId', 'pixel_id']),
          codes: { value: 'confirm/invalid', missing: 'confirm/invalid' },
        });
  const all = [...findings, ...shape];
  if (root === undefined || all.length > 0) {
    const problems = problemsOf(all, new Map([[from, withHidden(source, all)]]));
    return fail(...(problems.length > 0 ? problems : [nothing]));
  }
  // The schema has been checked, and parsed JSON is JSON.
  return ok(split(plain(root) as Readonly<Record<string, Value>>));
}

const nothing = {
  code: 'confirm/invalid',
  message: 'Nothing was pasted.',
  remedy: 'Copy the text of the layer\'s "View as JSON" editor.',
} as const;

function split(config: Readonly<Record<string, Value>>): PastedConfig {
  const capi = config.capi as Readonly<Record<string, Value>> | null | undefined;
  const { capi: _, ...top } = config;
  const flat: Readonly<Record<string, Value>> = {
    ...top,
    ...Object.fromEntries(Object.entries(capi ?? {}).map(([key, value]) => [`capi.${key}`, value])),
  };
  const known = CONFIG_PATHS.flatMap((path): [FieldPath, Value][] => {
    const value = flat[path];
    return value === undefined || value === null ? [] : [[path, value]];
  });
  const unknownKeys = Object.keys(flat).filter((key) => !(CONFIG_PATHS as readonly string[]).includes(key));
  return { fields: Object.fromEntries(known), unknownKeys: unknownKeys.sort() };
}
