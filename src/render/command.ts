import type { Refusal } from '../model/index.ts';

/** The command to run once a person has done the manual steps of a layer. */
export function confirmCommand(layer: string): string {
  return `reconcile confirm ${shellWord(layer)}`;
}

/** The command option that allows a refusal. */
export function allowOption({ policy, subject }: Refusal): string {
  return `--allow ${shellWord(`${policy}=${subject}`)}`;
}

/** One word for a POSIX shell, whatever it contains: pasting it never runs a different command. */
function shellWord(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
