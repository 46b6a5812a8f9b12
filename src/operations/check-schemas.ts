import { join } from 'node:path';
import { findSettings, readNamedText } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { MAX_FILE_BYTES, ok, type Problem, type Result, VERSION } from '../model/index.ts';

/** Schemas by name, made only for copies that exist. */
export type Schemas = Readonly<Record<string, () => object>>;

/** Local copies for editors that belong to this version, and problems with the others. */
export type CheckedSchemas = { readonly current: readonly string[]; readonly problems: readonly Problem[] };

/**
 * Compares the copies that `init` writes, `schemas/NAME.schema.json` next to the settings, with the schemas of this
 * version. Layout does not count, and files that are not schemas of reconcile are skipped.
 */
export async function checkSchemas(
  schemas: Schemas,
  machine: Pick<Machine, 'files' | 'cwd' | 'env'>,
): Promise<Result<CheckedSchemas>> {
  const found = await findSettings(machine);
  if (!found.ok) return found;
  const current: string[] = [];
  const problems: Problem[] = [];
  for (const [name, schemaOf] of Object.entries(schemas)) {
    const filePath = `schemas/${name}.schema.json`;
    const read = await readNamedText(join(found.value.root, filePath), MAX_FILE_BYTES, machine);
    if (!read.ok && read.why === 'absent') continue;
    const fault = read.ok ? faultOf(read.text, schemaOf) : 'cannot be read';
    if (fault === undefined) current.push(filePath);
    else if (fault !== 'foreign') problems.push(outdated(filePath, name, fault));
  }
  return ok({ current, problems });
}

/** End of the sentence "FILE …", or `foreign` if the file is of another program. */
function faultOf(text: string, schemaOf: () => object): string | undefined {
  let copy: unknown;
  try {
    copy = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const expected = schemaOf();
  if (JSON.stringify(copy) === JSON.stringify(expected)) return undefined;
  const [id, ownId] = [idOf(copy), idOf(expected)];
  const [, version] = /\/v([^/]{1,40})\/schemas\/[^/]*$/.exec(id) ?? [];
  // Before the first release, ids had no address.
  if (withoutVersion(id) !== withoutVersion(ownId) && !id.startsWith('urn:layers-reconcile:')) return 'foreign';
  if (version === undefined || version === VERSION) return `differs from the schema of reconcile ${VERSION}`;
  return `belongs to reconcile ${version}, and this is ${VERSION}`;
}

function idOf(schema: unknown): string {
  const id = typeof schema === 'object' && schema !== null && '$id' in schema ? schema.$id : undefined;
  return typeof id === 'string' ? id : '';
}

function withoutVersion(id: string): string {
  return id.replace(/\/v[^/]{1,40}(?=\/schemas\/)/, '');
}

function outdated(filePath: string, name: string, fault: string): Problem {
  return {
    code: 'schema/outdated',
    message: `${filePath} ${fault}.`,
    remedy: `Run reconcile schema ${name} > ${filePath} in the folder of the settings.`,
  };
}
