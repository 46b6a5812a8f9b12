import { FIELD_CHANGE_KINDS, type FieldChangeKind } from './field.ts';

export type ChangeKind = 'install' | 'adopt' | FieldChangeKind;

/** In the order in which a layer is set up. */
export const CHANGE_KINDS: readonly ChangeKind[] = ['install', 'adopt', ...FIELD_CHANGE_KINDS];
