import type { CredentialNames, DesiredLayer, Fields, LiveLayer } from '../../model/index.ts';
import type { LiveValues } from './live-values.ts';

/** A layer that may be imported. */
export type Candidate = {
  /** Unique. */
  readonly name: string;
  /** Of its document, which may not exist yet. */
  readonly file: string;
  readonly project: string;
  readonly credentials: CredentialNames;
  readonly document?: DesiredLayer;
};

/** A layer that was read, and what is known about it. */
export type ReadCandidate = {
  readonly candidate: Candidate;
  readonly live: LiveLayer;
  readonly known: LiveValues;
  /** Fields of its pasted config. */
  readonly pasted?: Fields;
};
