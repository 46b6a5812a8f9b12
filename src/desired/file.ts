import type { Problem } from '../model/index.ts';

/** A file as read from disk. */
export type DocumentFile = {
  /** Relative to the root, with `/` between folders. */
  readonly filePath: string;
  readonly bytes?: Uint8Array;
  /** The reason if there are no bytes. */
  readonly problem?: Problem;
  /** `document`: named explicitly or by the glob. `fragment`: only reached through `extends`. */
  readonly role: 'document' | 'fragment';
};
