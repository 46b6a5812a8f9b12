/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
import { type JsonSchema, jsonSchemaOf, type KnownKeys, knownKeysOf, withEditorHelp } from '../yaml/index.ts';
import { SETTINGS_HELP } from './editor-help.ts';
import { settingsShape } from './shape.ts';

/** JSON Schema (draft-07) of `reconcile.yaml`, for editors. */
export function settingsSchema(): JsonSchema {
  const schema = jsonSchemaOf(settingsShape, {
    name: 'settings',
    title: 'Settings of reconcile',
    description: 'reconcile.yaml, in the root of the repository. Every field is optional.',
  });
  return { ...withEditorHelp(schema, SETTINGS_HELP), allOf: [ENDPOINT, DOCUMENTED] };
}

/** The keys of the settings, for "did you mean". */
export function settingsKeys(): KnownKeys {
  keys ??= knownKeysOf(settingsShape);
  return keys;
}

let keys: KnownKeys | undefined;

function ifKind(kind: string, transport: JsonSchema): JsonSchema {
  return {
    if: {
      properties: { transport: { properties: { kind: { const: kind } }, required: ['kind'] } },
      required: ['transport'],
    },
    then: { properties: { transport } },
  };
}

const ENDPOINT = ifKind('endpoint', {
  required: ['path', 'update'],
  errorMessage: 'kind: endpoint needs path and update.',
});
const DOCUMENTED = ifKind('documented', {
  properties: { path: false, update: false },
  errorMessage: 'path and update are only for kind: endpoint.',
});
