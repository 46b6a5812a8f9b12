import type { Problem } from '../model/index.ts';

/** A file as it was found on the disk. */
export type DocumentFile = {
  /** Relative to the root, with `/` between folders. */
  readonly address: string;
  readonly bytes?: Uint8Array;
  /** Why there are no bytes. */
  readonly problem?: Problem;
  /** `document`: somebody asked for it. `fragment`: only an `extends` leads to it. */
  readonly role: 'document' | 'fragment';
};
