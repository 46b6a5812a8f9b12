import { parse, valueAt } from '../yaml/index.ts';

/** Whether a text is a layer document rather than a world: only documents have a template. */
export function isLayerDocument(text: string): boolean {
  const { root } = parse('', new TextEncoder().encode(text));
  return root !== undefined && valueAt(root, ['template']) !== undefined;
}
