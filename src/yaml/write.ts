import { stringify } from 'yaml';

/**
 * A value as YAML that reads back as the same value: ids stay in quotes, long text stays on its line.
 *
 * @param heading lines of a comment above it
 */
export function yamlText(value: unknown, heading: readonly string[] = []): string {
  const comment = heading.map((line) => `# ${line}`.trimEnd()).join('\n');
  const body = stringify(value, { lineWidth: 0, version: '1.2', schema: 'core', aliasDuplicateObjects: false });
  return comment === '' ? body : `${comment}\n${body}`;
}
