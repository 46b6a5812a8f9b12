import type { Check, DesiredLayer } from '../model/index.ts';
import { eventNames } from '../plan/index.ts';
import type { Workspace } from './workspace.ts';

/** Valid layer documents, with checks that need no live state. */
export type ValidDocuments = {
  readonly layers: readonly Pick<DesiredLayer, 'name' | 'file'>[];
  /** Number of files, fragments included. */
  readonly files: number;
  readonly checks: readonly Check[];
};

/** Runs the checks on valid documents that need neither network nor environment. */
export function validated({ desired, files }: Workspace): ValidDocuments {
  const layers = desired.map(({ name, file }) => ({ name, file }));
  return { layers, files: files.length, checks: desired.flatMap(eventNames) };
}
