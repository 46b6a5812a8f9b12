import { stringify } from 'yaml';

/**
 * A value as YAML that parses to the same value: ids are quoted, and long text is not wrapped.
 *
 * @param heading lines of the comment above it
 */
export function yamlText(value: unknown, heading: readonly string[] = []): string {
  const comment = heading.map((line) => `# ${line}`.trimEnd()).join('\n');
  const body = stringify(value, { lineWidth: 0, version: '1.2', schema: 'core', aliasDuplicateObjects: false });
  return comment === '' ? body : `${comment}\n${body}`;
}
