import { defaultsSchema, layerSchema } from '../../desired/index.ts';
import type { Machine } from '../../machine.ts';
import { checkSchemas, EXIT } from '../../operations/index.ts';
import { schemasAsText } from '../../render/index.ts';
import { eventsSchema, planSchema, reportSchema, verifySchema } from '../../plan/index.ts';
import { schemaId } from '../../model/index.ts';
import { worldSchema } from '../../sandbox/index.ts';
import { settingsSchema } from '../../settings/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { SchemaName } from '../schema-names.ts';
import { actionSchema } from '../schemas/action.ts';
import { applySchema } from '../schemas/apply.ts';
import { commentSchema } from '../schemas/comment.ts';
import { doctorSchema } from '../schemas/doctor.ts';
import { driftSchema } from '../schemas/drift.ts';
import { explainSchema } from '../schemas/explain.ts';
import { importSchema } from '../schemas/import.ts';
import { problemsSchema } from '../schemas/problems.ts';
import { sandboxSchema } from '../schemas/sandbox.ts';
import { confirmSchema, connectSchema, initSchema, todoSchema } from '../schemas/setup.ts';
import { validateSchema } from '../schemas/validate.ts';

/** Schemas that `reconcile schema NAME` prints and `schemas/` contains. */
export const SCHEMAS: Readonly<Record<SchemaName, () => object>> = {
  layer: layerSchema,
  defaults: defaultsSchema,
  settings: settingsSchema,
  plan: planSchema,
  action: actionSchema,
  apply: applySchema,
  comment: commentSchema,
  confirm: confirmSchema,
  connect: connectSchema,
  doctor: doctorSchema,
  drift: driftSchema,
  events: eventsSchema,
  explain: explainSchema,
  import: importSchema,
  init: initSchema,
  problems: problemsSchema,
  report: reportSchema,
  sandbox: sandboxSchema,
  todo: todoSchema,
  validate: validateSchema,
  verify: verifySchema,
  // The sandbox does not know where its schema is published.
  world: () => ({ $id: schemaId('world'), ...worldSchema() }),
};

/** Prints one schema, or without a name checks the local copies. */
export async function schema(
  name: SchemaName | undefined,
  machine: Pick<Machine, 'terminal' | 'files' | 'cwd' | 'env'>,
): Promise<Ended> {
  const { terminal } = machine;
  if (name !== undefined) {
    terminal.print(`${JSON.stringify(SCHEMAS[name](), null, 2)}\n`);
    return EXIT.ok;
  }
  const checked = await checkSchemas(SCHEMAS, machine);
  if (!checked.ok) return failed(checked.problems, machine, 'text');
  const { current, problems } = checked.value;
  if (problems.length > 0) return failed(problems, machine, 'text');
  terminal.print(schemasAsText(current));
  return EXIT.ok;
}
