import { isSchema, type JsonSchema, type JsonValue } from './schema-value.ts';

/** A text to complete. In a body, `${1:name}` is a place to type at, and a leading `^` keeps quotes as they are. */
export type Snippet = { readonly label: string; readonly description: string; readonly body: JsonValue };

/** What an editor shows for a field besides its description. */
export type EditorHelp = {
  /** A page about this field and the fields in it. */
  readonly link?: string;
  readonly snippets?: readonly Snippet[];
};

/**
 * The same schema with links on hover and snippets.
 *
 * @param helpByPath by path such as `capi.event_map`; `*` is any key and `[]` any item
 */
export function withEditorHelp(schema: JsonSchema, helpByPath: Readonly<Record<string, EditorHelp>>): JsonSchema {
  const helped = (at: JsonSchema, path: string, inherited: string | undefined): JsonSchema => {
    const { link = inherited, snippets } = helpByPath[path] ?? {};
    const inner = (value: JsonValue | undefined, to: string) => (isSchema(value) ? helped(value, to, link) : value);
    const { properties, items, additionalProperties, description } = at;
    return {
      ...at,
      ...(link !== undefined &&
        typeof description === 'string' && { markdownDescription: markdown(description, link) }),
      ...(snippets !== undefined && { defaultSnippets: snippets }),
      ...(isSchema(properties) && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([key, value]) => [
            key,
            inner(value, path === '' ? key : `${path}.${key}`) ?? value,
          ]),
        ),
      }),
      ...(isSchema(items) && { items: inner(items, `${path}[]`) ?? items }),
      ...(isSchema(additionalProperties) && {
        additionalProperties: inner(additionalProperties, `${path}.*`) ?? additionalProperties,
      }),
    };
  };
  return helped(schema, '', undefined);
}

function markdown(description: string, link: string): string {
  return `${description.replaceAll(/[\\`*_{}[\]#+!<]/g, '\\$&')}\n\n[Documentation](${link})`;
}
