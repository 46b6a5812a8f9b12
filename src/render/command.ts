import type { Refusal } from '../model/index.ts';

/** What to type once a person has done their part of a layer. */
export function confirmCommand(layer: string): string {
  return `reconcile confirm ${shellWord(layer)}`;
}

/** The one way to lift a refusal. */
export function allowOption({ policy, subject }: Refusal): string {
  return `--allow ${shellWord(`${policy}=${subject}`)}`;
}

/** One word to a POSIX shell, whatever it holds: pasting a command never runs another one. */
function shellWord(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
