import * as z from 'zod/mini';
import { schemaId } from '../model/index.ts';
import { withEditorRules } from './editor-rules.ts';
import { isSchema, type JsonSchema, type JsonValue } from './schema-value.ts';

export type SchemaHead = { readonly name: string; readonly title: string; readonly description: string };

/** The schema of a file that people edit, with the rules of every key and text. */
export function jsonSchemaOf(shape: z.core.$ZodType, { name, title, description }: SchemaHead): JsonSchema {
  const { $schema, ...body } = printed(shape);
  return {
    $schema: $schema ?? 'http://json-schema.org/draft-07/schema#',
    $id: schemaId(name),
    title,
    description,
    ...withEditorRules(body),
  };
}

/** Keys of a shape by path of their parent, such as `capi` → `enabled`. List items have the path `spark[]`. */
export type KnownKeys = ReadonlyMap<string, readonly string[]>;

export function knownKeysOf(shape: z.core.$ZodType): KnownKeys {
  const known = new Map<string, readonly string[]>();
  const walk = (at: JsonSchema, parent: string): void => {
    const { properties, items } = at;
    if (isSchema(items)) walk(items, `${parent}[]`);
    if (!isSchema(properties)) return;
    known.set(parent, Object.keys(properties));
    for (const [key, member] of Object.entries(properties)) {
      if (isSchema(member)) walk(member, parent === '' ? key : `${parent}.${key}`);
    }
  };
  walk(printed(shape), '');
  return known;
}

/** A union becomes one schema with several types: editors show nothing useful for `anyOf`. */
function printed(shape: z.core.$ZodType): JsonSchema {
  // zod guarantees JSON output; its type contains `any`.
  return joined(z.toJSONSchema(shape, { target: 'draft-7', io: 'input' }) as unknown as JsonSchema) as JsonSchema;
}

function joined(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(joined);
  if (!isSchema(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, joined(member)]));
  const { anyOf, ...rest } = inner;
  if (!Array.isArray(anyOf) || !anyOf.every(isSchema)) return inner;
  // Each keyword applies only to its own types, so those of different types can be combined.
  const types = anyOf.flatMap((branch) => branch['type'] ?? []);
  const words = Object.assign({}, ...anyOf, rest) as JsonSchema;
  const { enum: allowed, enumDescriptions: meanings } = words;
  const isNullable = types.includes('null');
  const withNull = {
    ...(isNullable && Array.isArray(allowed) && { enum: [...allowed, null] }),
    ...(isNullable && Array.isArray(meanings) && { enumDescriptions: [...meanings, 'Removes an inherited value.'] }),
  };
  return { ...words, ...withNull, type: types };
}
