import * as z from 'zod/mini';
import {
  CONFIG_PATHS,
  type ConfigPath,
  fail,
  FIELDS,
  type Fields,
  isConfigPath,
  memberAt,
  ok,
  parseFields,
  type Result,
  type Value,
} from '../model/index.ts';
import {
  type DocumentNode,
  type Finding,
  knownKeysOf,
  parse,
  plain,
  problemsOf,
  shapeFindings,
  type Source,
  withHidden,
} from '../yaml/index.ts';
import { ID_KEYS } from './schema.ts';

/** The config of a layer that a person copied from the dashboard. */
export type PastedConfig = {
  /** Every known member. Both `null` and absent members are left out. */
  readonly fields: Fields;
  /** Keys that reconcile does not know, by path. They are not recorded. */
  readonly unknownKeys: readonly string[];
};

/**
 * Layers decides which values are valid in the editor, so only the types of known members are checked. A number is the
 * only form of a cap in it.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Layer config" (documented; its schema is not published).
 */
const pastedShape = mapOf({
  ...membersOf((path) => !path.startsWith('capi.')),
  capi: z.nullish(mapOf(membersOf((path) => path.startsWith('capi.')))),
});

function mapOf(members: Readonly<Record<string, z.ZodMiniType>>) {
  return z.looseObject(members, { error: 'a map' });
}

function membersOf(isIn: (path: ConfigPath) => boolean): Readonly<Record<string, z.ZodMiniType>> {
  return Object.fromEntries(
    CONFIG_PATHS.filter(isIn).map((path) => [path.replace('capi.', ''), z.nullish(shapeOf(path))]),
  );
}

/** The shape whose type the field accepts. Lists and maps are checked entry by entry, to locate a problem at its entry. */
function shapeOf(path: ConfigPath): z.ZodMiniType {
  const { is, expects: error, words } = FIELDS[path];
  const text = z.string({ error: 'a text, in quotes' });
  if (words !== undefined) return z.enum(words, { error });
  if (is([])) return z.array(text, { error });
  if (is({})) return z.record(z.string(), text, { error });
  if (is(true)) return z.boolean({ error });
  return is(0) ? z.number({ error }) : text;
}

/** Parses the config of one layer. Secrets in it are refused like in a document, and not printed. */
export function parsePastedConfig(pasted: Uint8Array, name: string): Result<PastedConfig> {
  const { source, root, findings } = parse(name, pasted);
  return configOf(root, findings, source);
}

/** @param findings about this config, besides those of its shape */
export function configOf(
  root: DocumentNode | undefined,
  findings: readonly Finding[],
  source: Source,
): Result<PastedConfig> {
  const shape =
    root === undefined
      ? []
      : shapeFindings(root, pastedShape, {
          what: "A layer's config",
          known: () => knownKeysOf(pastedShape),
          ids: ID_KEYS,
          codes: { value: 'confirm/invalid', missing: 'confirm/invalid' },
        });
  const all = [...findings, ...shape];
  if (root === undefined || all.length > 0) {
    const problems = problemsOf(all, new Map([[source.file, withHidden(source, all)]]));
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
  const known = CONFIG_PATHS.flatMap((path): readonly [string, Value][] => {
    const value = memberAt(config, path);
    return value === undefined || value === null ? [] : [[path, value]];
  });
  const fields = parseFields(Object.fromEntries(known));
  if (fields === undefined) throw new Error('The schema of pasted configs allows a value that is not of its field.');
  const capi = Object.keys(config['capi'] ?? {}).map((key) => `capi.${key}`);
  // A key such as "capi.enabled" at the top level is not a path.
  const top = Object.keys(config).filter((key) => key !== 'capi' && (key.includes('.') || !isConfigPath(key)));
  return { fields, unknownKeys: [...top, ...capi.filter((path) => !isConfigPath(path))].sort() };
}
