import type { Location } from '../model/index.ts';

/** `layers/acme.yaml:9:5`, which editors and terminals turn into a link. */
export function whereText({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}
