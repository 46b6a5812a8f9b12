import { z } from 'zod';

/** A JSON Schema (draft-07) as plain data. */
export type JsonSchema = { readonly [key: string]: JsonValue };
type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonSchema;

/** A union becomes one schema with several types: editors show nothing useful for `anyOf`. */
export function jsonSchemaOf(shape: z.ZodType, head: { id: string; title: string; description: string }): JsonSchema {
  // zod guarantees JSON output; its type contains `any`.
  const printed = z.toJSONSchema(shape, { target: 'draft-7', io: 'input' }) as unknown as JsonSchema;
  const { $schema, ...body } = printed;
  return {
    $schema: $schema ?? 'http://json-schema.org/draft-07/schema#',
    $id: head.id,
    title: head.title,
    description: head.description,
    ...(joined(body) as JsonSchema),
  };
}

/** Keys of a shape by path of their parent, such as `capi` → `enabled`. List items have the path `spark[]`. */
export type KnownKeys = ReadonlyMap<string, readonly string[]>;

export function knownKeysOf(shape: z.ZodType): KnownKeys {
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
  walk(jsonSchemaOf(shape, { id: '', title: '', description: '' }), '');
  return known;
}

function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
  const { enum: allowed } = words;
  const withNull = Array.isArray(allowed) && types.includes('null') ? { enum: [...allowed, null] } : {};
  return { ...words, ...withNull, type: types };
}
