import type { DocumentNode, MapNode, ScalarNode } from '../yaml/index.ts';
import { type Resolved, resolveFilePath } from './address.ts';

/** One path in an `extends`, and its target. */
export type Reference = { readonly written: string; readonly at: ScalarNode['span']; readonly leads: Resolved };

/** The paths in a file's `extends`, in order. The schema reports values that are not text. */
export function referencesOf(root: MapNode): readonly Reference[] {
  const { file } = root.span;
  return textsOf(root.members.get('extends')?.value).map(({ text, at }) => ({
    written: text,
    at,
    leads: resolveFilePath(file, text),
  }));
}

function textsOf(value: DocumentNode | undefined): readonly { text: string; at: ScalarNode['span'] }[] {
  if (value?.kind === 'list') return value.items.flatMap(textsOf);
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== ''
    ? [{ text: value.value, at: value.span }]
    : [];
}
