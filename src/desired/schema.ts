/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
import { DOCUMENT_PATHS, FIELDS } from '../model/index.ts';
import { type JsonSchema, jsonSchemaOf, type KnownKeys, knownKeysOf } from '../yaml/index.ts';
import { documentShape, fragmentShape } from './shape.ts';

/**
 * JSON Schema (draft-07) of a layer document, for editors. Fields that can be inherited are required only without
 * `extends`; rules across fields are if/then, never a bare oneOf, so that an editor names the missing key.
 */
export function layerSchema(): JsonSchema {
  const schema = jsonSchemaOf(documentShape, {
    id: 'urn:layers-reconcile:schema:layer',
    title: 'Layer document',
    description: 'The desired state of one TikTok Ads Manager layer at Layers.',
  });
  return { ...schema, allOf: [REQUIRED, AGENCY, ENFORCED, CAPI] };
}

/** JSON Schema (draft-07) of a fragment that layer documents extend: everything is optional. */
export function defaultsSchema(): JsonSchema {
  return jsonSchemaOf(fragmentShape, {
    id: 'urn:layers-reconcile:schema:defaults',
    title: 'Fragment of layer documents',
    description: 'Shared values of layer documents. A document inherits them through extends.',
  });
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

const WITHOUT_EXTENDS = { not: { required: ['extends'] } };

/** A document without `extends` must have every required field, and has nothing that null could remove. */
const REQUIRED = {
  if: WITHOUT_EXTENDS,
  then: {
    required: ['template', 'mode', 'adAccountId'],
    properties: { mode: { not: { type: 'null' } }, adAccountId: { not: { type: 'null' } } },
  },
};

const AGENCY = {
  if: { ...WITHOUT_EXTENDS, properties: { mode: { const: 'agency' } }, required: ['mode'] },
  then: { required: ['tiktokBusinessId'], properties: { tiktokBusinessId: { not: { type: 'null' } } } },
};

const ENFORCED = {
  if: { ...WITHOUT_EXTENDS, properties: { capEnforcement: { const: 'tiktok' } }, required: ['capEnforcement'] },
  then: { required: ['monthlyCostCap'], properties: { monthlyCostCap: { not: { type: 'null' } } } },
};

const CAPI = {
  if: {
    ...WITHOUT_EXTENDS,
    properties: { capi: { type: 'object', properties: { enabled: { const: true } }, required: ['enabled'] } },
    required: ['capi'],
  },
  then: {
    properties: {
      capi: {
        required: ['pixel_id', 'access_token_vault_id'],
        properties: { pixel_id: { not: { type: 'null' } }, access_token_vault_id: { not: { type: 'null' } } },
      },
    },
  },
};
