import type { Machine } from '../machine.ts';
import {
  explainCode,
  type Explained,
  fail,
  FIELD_PATHS,
  nearest,
  ok,
  type Problem,
  type Result,
} from '../model/index.ts';
import { openPartialWorkspace } from './workspace.ts';

/** Explains a problem, check or policy. A different word is compared with the codes and with the names of layers. */
export async function explainWordNow(
  word: string,
  { config }: { readonly config?: string },
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<Result<Explained>> {
  const found = explainCode(word);
  if (found.ok) return ok(found.explained);
  const opened = await openPartialWorkspace(
    { paths: [], ...(config !== undefined && { config }) },
    { ...machine, env: {} },
  );
  const names = opened.ok ? [...opened.value.desired, ...opened.value.invalid].map(({ name }) => name) : [];
  return fail(names.includes(word) ? noField(word) : unknownWord(word, found.near ?? nearest(word, names), names));
}

function noField(name: string): Problem {
  return {
    code: 'cli/usage',
    message: `"${name}" is a layer, and no field is named.`,
    remedy: `Name one: reconcile explain ${name} monthlyCostCap. Fields: ${FIELD_PATHS.join(', ')}.`,
  };
}

function unknownWord(word: string, near: string | undefined, names: readonly string[]): Problem {
  const isLayer = near !== undefined && names.includes(near);
  const known = isLayer ? `reconcile explain ${near} FIELD` : `"${near}"`;
  return {
    code: 'cli/usage',
    message: `"${word}" is not a problem, a check or a policy${names.length === 0 ? '' : ', and no layer has this name'}.`,
    remedy:
      near === undefined
        ? 'Copy a code from the output of a command, or name a layer and a field: reconcile explain NAME FIELD.'
        : `Did you mean ${known}? ${isLayer ? 'Codes are in the output of commands.' : 'For a layer, also name a field: reconcile explain NAME FIELD.'}`,
  };
}
