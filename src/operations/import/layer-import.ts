import type { ImportedDocument } from '../../desired/index.ts';
import type { ImportedLayer, Problem } from '../../model/index.ts';
import type { Candidate } from './candidate.ts';

/** One layer of an import. Nothing is written yet. */
export type LayerImport = {
  readonly layer: ImportedLayer;
  readonly problems: readonly Problem[];
  readonly created?: ImportedDocument;
  /** The new text of its document. */
  readonly updated?: string;
};

/** A layer without anything to write. */
export function notImported(
  { name, project, document }: Candidate,
  state: 'skipped' | 'failed' | 'unchanged',
  reason?: ImportedLayer['reason'],
): ImportedLayer {
  const file = document?.file ?? null;
  const empty = { fields: [], edits: [], kept: [], missing: [], differing: [], toAdopt: false, currency: null };
  return { name, project, file, state, ...(reason && { reason }), ...empty };
}

/** A layer whose document is not written. */
export function asFailed({ name, project, state, file, currency }: ImportedLayer): ImportedLayer {
  const empty = { fields: [], edits: [], kept: [], missing: [], differing: [], toAdopt: false };
  return { name, project, file: state === 'created' ? null : file, state: 'failed', ...empty, currency };
}
