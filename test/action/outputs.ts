import { readFile } from 'node:fs/promises';
import { validatorOf } from '../support/json-contract.ts';

/** The outputs in the file of a job, if they and the saved plan that they name match their schemas. */
export async function validOutputs(file: string): Promise<Readonly<Record<string, string>>> {
  const outputs = outputsIn(await readFile(file, 'utf8'));
  demand('action', outputs);
  const { plan_path: path = '' } = outputs;
  const saved = path === '' ? undefined : await readFile(path, 'utf8').catch(() => undefined);
  if (saved !== undefined) demand('plan', JSON.parse(saved));
  return outputs;
}

function demand(name: 'action' | 'plan', value: unknown): void {
  const isValid = validatorOf(name);
  if (!isValid(value)) throw new Error(`it breaks ${name}.schema.json: ${JSON.stringify([value, isValid.errors])}`);
}

/** Parses the file like a runner: `name<<delimiter`, lines, delimiter. The last value of a name counts. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, delimiter] = /^(.+?)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at + 1);
    if (end < 0) throw new Error(`the output ${name} has no end`);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}
