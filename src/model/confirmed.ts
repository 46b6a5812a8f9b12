import type { FieldPath } from './field.ts';
import type { Value } from './value.ts';

/** A value of a person's confirmation. */
export type ConfirmedValue = {
  readonly path: FieldPath;
  /** `null`: known to be absent. */
  readonly value: Value;
  /** `api`: an API shows the same. `stated`: it rests on the person's word, because no API shows it. */
  readonly source: 'api' | 'stated';
};

/** Result of a confirmation for one layer. */
export type ConfirmedLayer = {
  readonly name: string;
  /** `nothing`: there was no step to confirm. `failed`: nothing was recorded, and a problem has the reason. */
  readonly state: 'recorded' | 'nothing' | 'failed';
  /** Empty unless it was recorded. */
  readonly values: readonly ConfirmedValue[];
  /** Members of a pasted config that reconcile does not know. They are not recorded. */
  readonly unknownKeys: readonly string[];
  /** Refusals of its plan that the person bypassed, as `POLICY: MESSAGE`. A policy limits reconcile, not people. */
  readonly bypassed: readonly string[];
};
