import { defaultsSchema, layerSchema } from '../../desired/index.ts';
import type { Machine } from '../../machine.ts';
import { eventsSchema, planSchema, verifySchema } from '../../plan/index.ts';
import { schemaId } from '../../model/index.ts';
import { worldSchema } from '../../sandbox/index.ts';
import { settingsSchema } from '../../settings/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';

/** Schemas that `reconcile schema NAME` prints and `schemas/` contains. */
export const SCHEMAS = {
  layer: layerSchema,
  defaults: defaultsSchema,
  settings: settingsSchema,
  plan: planSchema,
  verify: verifySchema,
  events: eventsSchema,
  // The sandbox does not know where its schema is published.
  world: () => ({ $id: schemaId('world'), ...worldSchema() }),
} as const;

export type SchemaName = keyof typeof SCHEMAS;

export function schema(name: SchemaName, machine: Pick<Machine, 'terminal'>): ExitCode {
  machine.terminal.print(`${JSON.stringify(SCHEMAS[name](), null, 2)}\n`);
  return EXIT.ok;
}
