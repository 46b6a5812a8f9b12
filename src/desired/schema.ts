/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
import { DOCUMENT_PATHS, FIELDS } from '../model/index.ts';
import { type JsonSchema, jsonSchemaOf, type KnownKeys, knownKeysOf, withEditorHelp } from '../yaml/index.ts';
import { REQUIREMENTS, type Requirement } from './cross-field.ts';
import { DOCUMENT_SNIPPETS, FIELD_HELP } from './editor-help.ts';
import { documentShape, fragmentShape } from './shape.ts';

/**
 * JSON Schema (draft-07) of a layer document, for editors. Fields that can be inherited are required only without
 * `extends`; rules across fields are if/then, never a bare oneOf, so that an editor names the missing key.
 */
export function layerSchema(): JsonSchema {
  const { required = [], ...schema } = jsonSchemaOf(documentShape, {
    name: 'layer',
    title: 'Layer document',
    description: 'The desired state of one TikTok Ads Manager layer at Layers.',
  });
  const help = { ...FIELD_HELP, '': { ...FIELD_HELP[''], snippets: DOCUMENT_SNIPPETS } };
  // Next to the properties, editors would complete `required` as one incomplete document.
  return {
    ...withEditorHelp(schema, help),
    allOf: [{ required }, WITHOUT_FRAGMENT, EMPTY_PIN, ...REQUIREMENTS.map(conditionOf)],
  };
}

/** JSON Schema (draft-07) of a fragment that layer documents extend: everything is optional. */
export function defaultsSchema(): JsonSchema {
  const schema = jsonSchemaOf(fragmentShape, {
    name: 'defaults',
    title: 'Fragment of layer documents',
    description: 'Shared values of layer documents. A document inherits them through extends.',
  });
  return withEditorHelp(schema, FIELD_HELP);
}

/** The keys of a layer document, for "did you mean". */
export function documentKeys(): KnownKeys {
  keys ??= knownKeysOf(documentShape);
  return keys;
}

let keys: KnownKeys | undefined;

/** Keys with ids as values. An unquoted id of nineteen digits is a number in YAML and silently loses its last digits. */
export const ID_KEYS: ReadonlySet<string> = new Set([
  ...DOCUMENT_PATHS.filter((path) => FIELDS[path].id === true).map((path) => path.slice(path.indexOf('.') + 1)),
  'app',
  'item',
  'layer',
  'post',
  'project',
]);

const NO_EXTENDS = { not: { required: ['extends'] } };

/** Editors complete every property of a condition, without its value, unless it is marked. */
function hidden(type: JsonSchema[string], errorMessage: string): JsonSchema {
  return { type, errorMessage, doNotSuggest: true };
}

/** Without boolean, which editors would complete as true and false. No such field is one. */
function notNull(errorMessage: string): JsonSchema {
  return hidden(['string', 'number', 'array', 'object'], errorMessage);
}

const NOTHING_TO_REMOVE = 'The value is empty. Only a document with extends can remove a value with null.';

/** A document without `extends` must have every required field. */
const WITHOUT_FRAGMENT = {
  if: NO_EXTENDS,
  then: {
    required: ['template', 'mode', 'adAccountId'],
    properties: { mode: notNull(NOTHING_TO_REMOVE), adAccountId: notNull(NOTHING_TO_REMOVE) },
  },
};

const ALL_NULL = { type: 'object', additionalProperties: { type: 'null' } };
const NO_FACTS = hidden('null', 'The pin contains no facts. Add name, currency or timezone under pin.advertiser.');

/** A pin without facts gives no protection, but appears to. */
const EMPTY_PIN = {
  if: NO_EXTENDS,
  then: {
    properties: {
      pin: {
        doNotSuggest: true,
        if: ALL_NULL,
        then: NO_FACTS,
        else: { properties: { advertiser: { doNotSuggest: true, if: ALL_NULL, then: NO_FACTS } } },
      },
    },
  },
};

function conditionOf({ field, when, is, because }: Requirement): JsonSchema {
  const present = notNull(`${because}.`);
  return {
    if: { ...NO_EXTENDS, ...within(when, { const: is }) },
    then: within(field, present, { errorMessage: `${because}.` }),
  };
}

/** A schema of maps in which the field at this path is required. */
function within([key = '', ...rest]: readonly string[], leaf: JsonSchema, words: JsonSchema = {}): JsonSchema {
  const member = rest.length === 0 ? leaf : { type: 'object', doNotSuggest: true, ...within(rest, leaf, words) };
  return { required: [key], properties: { [key]: member }, ...(rest.length === 0 && words) };
}
