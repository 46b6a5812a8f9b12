import { Ajv, type ValidateFunction } from 'ajv';
import { SCHEMAS } from '../../src/cli/commands/schema.ts';
import { SCHEMA_NAMES, type SchemaName } from '../../src/cli/schema-names.ts';

type Schema = { readonly [key: string]: unknown };

/** Not the output of a command. */
const OTHERS: readonly string[] = ['layer', 'defaults', 'settings', 'world', 'action'];

export const OUTPUT_NAMES: readonly SchemaName[] = SCHEMA_NAMES.filter((name) => !OTHERS.includes(name));

/** Name of the schema by format. */
export const nameByFormat: ReadonlyMap<string, SchemaName> = new Map(
  OUTPUT_NAMES.flatMap((name) => formatsOf(SCHEMAS[name]() as Schema).map((format) => [format, name] as const)),
);

const compiled = new Map<SchemaName, ValidateFunction>();

/** Why the text is not exactly one document that its schema allows, with this exit code; `undefined` if it is. */
export function jsonFault(text: string, exit: number): string | undefined {
  let data: Schema;
  try {
    data = JSON.parse(text) as Schema;
  } catch {
    return `it is not one JSON document: ${JSON.stringify(text.slice(0, 200))}`;
  }
  const name = nameByFormat.get(String(data.format));
  if (name === undefined) return `the format ${JSON.stringify(data.format)} has no schema`;
  const isValid = validatorOf(name);
  if (!isValid(data)) return `it does not match ${name}.schema.json: ${JSON.stringify(isValid.errors, null, 1)}`;
  if (data.exitCode !== exit)
    return `its exitCode is ${JSON.stringify(data.exitCode)}, and the process ended with ${exit}`;
  return undefined;
}

export function validatorOf(name: SchemaName): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = new Ajv({ strict: false }).compile(closed(SCHEMAS[name]()) as object);
  compiled.set(name, made);
  return made;
}

/** Whether a command line asks for JSON; help and the version are text. */
export function asksForJson(words: readonly string[]): boolean {
  const asks = words.some((word, at) => word === '--format=json' || (word === '--format' && words[at + 1] === 'json'));
  return asks && !words.some((word) => ['-h', '--help', '-V', '--version'].includes(word));
}

/** The published schemas allow members of later versions. Here every member must be in the schema. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  const isOpen = typeof inner.properties === 'object' && inner.type === 'object' && !('additionalProperties' in inner);
  return isOpen ? { ...inner, additionalProperties: false } : inner;
}

function formatsOf(schema: Schema): readonly string[] {
  const branches = (schema.anyOf ?? [schema]) as readonly Schema[];
  return branches.map(({ properties }) => String(((properties as Schema).format as Schema).const));
}
