/** Of documents, settings, worlds, the outputs of the action, and of what commands print with `--format json`. */
export const SCHEMA_NAMES = [
  'layer',
  'defaults',
  'settings',
  'plan',
  'action',
  'apply',
  'comment',
  'confirm',
  'connect',
  'doctor',
  'drift',
  'events',
  'explain',
  'import',
  'init',
  'problems',
  'report',
  'sandbox',
  'todo',
  'validate',
  'verify',
  'world',
] as const;

export type SchemaName = (typeof SCHEMA_NAMES)[number];
