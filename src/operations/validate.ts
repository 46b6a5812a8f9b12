import type { Check, DesiredLayer } from '../model/index.ts';
import { eventNames } from '../plan/index.ts';
import type { Workspace } from './workspace.ts';

/** Layer documents that are valid, with checks that need no live state. */
export type ValidDocuments = {
  readonly layers: readonly Pick<DesiredLayer, 'name' | 'file'>[];
  /** Number of files, fragments included. */
  readonly files: number;
  readonly checks: readonly Check[];
};

/** Checks valid documents without network and environment. */
export function validated({ desired, files }: Workspace): ValidDocuments {
  const layers = desired.map(({ name, file }) => ({ name, file }));
  return { layers, files: files.length, checks: desired.flatMap(eventNames) };
}
