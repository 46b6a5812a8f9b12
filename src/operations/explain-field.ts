import { lineOrigin, redactDeep } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import {
  fail,
  FIELD_PATHS,
  type FieldReport,
  isFieldPath,
  type LineOrigin,
  nearest,
  ok,
  type Problem,
  type Result,
} from '../model/index.ts';
import { explainField, sourceOf } from '../plan/index.ts';

import type { ContextOptions } from './context.ts';
import { planNow } from './plan-now.ts';
import { openReadContext } from './run-context.ts';
import { notOneLayer } from './select-layers.ts';
import type { Workspace } from './workspace.ts';

/**
 * Explains one field of one layer. Reads only that layer.
 *
 * @param name or the file of its document
 */
export async function explainFieldNow(
  name: string,
  word: string,
  options: Omit<ContextOptions, 'paths' | 'only'>,
  machine: Machine,
): Promise<Result<FieldReport>> {
  if (!isFieldPath(word)) return fail(noSuchField(word));
  const context = await openReadContext({ ...options, paths: [name], readsAll: true }, machine);
  if (!context.ok) return context;
  const { workspace } = context.value;
  const [desired, another] = workspace.desired;
  if (desired === undefined || another !== undefined) return fail(notOneLayer(name));
  const { plan, live, problems } = await planNow(context.value, [], [desired]);
  const [layer, seen] = [plan?.layers[0], live[0]];
  if (plan === undefined || layer === undefined || seen === undefined) return { ok: false, problems };
  const explained = explainField(word, layer, seen, plan.refusals);
  const source = explained.desired === null ? undefined : sourceOf(desired, word);
  const report: FieldReport = {
    layer: desired.name,
    file: desired.file,
    path: word,
    ...explained,
    source: source === undefined ? null : { ...source, inherited: source.file !== desired.file },
    origin: source === undefined ? null : await originOf(source, workspace, machine),
    currency: layer.currency,
    costCapUnit: plan.costCapUnit,
    sandbox: plan.sandbox,
  };
  return ok(redactDeep(report, machine));
}

function originOf(
  { file, line }: { readonly file: string; readonly line: number },
  { files, root }: Workspace,
  machine: Machine,
): Promise<LineOrigin> | LineOrigin {
  const read = files.find(({ filePath }) => filePath === file);
  if (read?.bytes === undefined) return { state: 'unknown', reason: 'The file was not read.' };
  return lineOrigin({ filePath: file, bytes: read.bytes }, line, root, machine);
}

/** People remember the last part of a path. */
function noSuchField(word: string): Problem {
  const near =
    FIELD_PATHS.find((path) => path.split('.').at(-1) === word) ??
    nearest(word, FIELD_PATHS) ??
    FIELD_PATHS.find((path) => nearest(word, [path.split('.').at(-1) ?? path]) !== undefined);
  return {
    code: 'cli/usage',
    message: `"${word}" is not a field of a layer.`,
    remedy: near === undefined ? `Fields: ${FIELD_PATHS.join(', ')}.` : `Did you mean "${near}"?`,
  };
}
