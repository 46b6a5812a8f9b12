/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
import { isSchema, type JsonSchema, type JsonValue } from './schema-value.ts';
import { notSecretPattern } from './secret-patterns.ts';

/** Rules of every key and text. They have messages of their own, so they are not part of other patterns. */
const DEFINITIONS = (): JsonSchema => ({
  key: {
    allOf: [
      {
        pattern: '^(?!<<$)',
        patternErrorMessage:
          'Merge keys (<<) are not part of YAML 1.2. Repeat the values, or inherit them from a fragment.',
      },
      { $ref: '#/definitions/text' },
    ],
  },
  text: {
    allOf: [
      {
        pattern: notSecretPattern(),
        patternErrorMessage:
          'This looks like a credential. Move it to the environment; if it was ever pushed, replace it.',
      },
      {
        pattern: '^(?![\\s\\S]*\\$\\{)',
        patternErrorMessage: 'Variables are not expanded here. Only the code of a spark entry can be a variable.',
      },
    ],
  },
});

/**
 * The same schema, which also refuses merge keys, credentials and variables. A condition adds the rule: in an allOf of a
 * list item, editors would complete it as a second item.
 */
export function withEditorRules(schema: JsonSchema): JsonSchema {
  return { ...ruled(schema), definitions: DEFINITIONS() };
}

function ruled(schema: JsonSchema): JsonSchema {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([word, value]) => {
      if (word === 'properties' && isSchema(value)) {
        return [word, Object.fromEntries(Object.entries(value).map(([key, member]) => [key, ruledValue(member)]))];
      }
      return [word, word === 'items' || word === 'additionalProperties' ? ruledValue(value) : value];
    }),
  );
  if (isObject(schema)) return { ...inner, propertyNames: keyRule(schema['propertyNames']) };
  return isFreeText(schema) ? { ...inner, if: { type: 'string' }, then: { $ref: '#/definitions/text' } } : inner;
}

function ruledValue(value: JsonValue): JsonValue {
  return isSchema(value) ? ruled(value) : value;
}

function keyRule(names: JsonValue | undefined): JsonSchema {
  const rule = { $ref: '#/definitions/key' };
  return names === undefined ? rule : { allOf: [rule, names] };
}

function isObject({ properties, additionalProperties }: JsonSchema): boolean {
  return properties !== undefined || isSchema(additionalProperties);
}

/** Any text but a variable, or one of some words. */
function isFreeText({ type, enum: words, pattern }: JsonSchema): boolean {
  const types = Array.isArray(type) ? type : [type];
  const isVariable = typeof pattern === 'string' && pattern.startsWith('^\\$\\{');
  return types.includes('string') && words === undefined && !isVariable;
}
