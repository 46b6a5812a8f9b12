import { counted } from '../parts/phrases.ts';

/** The result of `schema --check` if nothing is outdated. */
export function schemasAsText(current: readonly string[]): string {
  if (current.length === 0) return 'No local copies of schemas in schemas/.\n';
  return `${counted(current.length, 'local schema')} up to date: ${current.join(', ')}.\n`;
}
