import type { Location, Problem, Refusal } from '../../model/index.ts';

/** `1 change`, `3 changes`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Leaves out zeros: `1 failed, 2 done`. */
export function countedParts(parts: readonly (readonly [number: number, word: string])[]): string {
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

export function details({ message, remedy }: Pick<Problem, 'message' | 'remedy'>): readonly string[] {
  return remedy === undefined ? [message] : [message, remedy];
}

/** `layers/acme.yaml:9:5`, which editors and terminals turn into a link. */
export function locationText({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

/**
 * The command to run once a person has done the manual steps of a layer, or has copied its config: it reads the copy from
 * standard input.
 */
export function confirmCommand(layer: string, kind: 'done' | 'pasted' = 'done'): string {
  return `reconcile confirm ${shellWord(layer)}${kind === 'pasted' ? ' --json -' : ''}`;
}

export function allowOption({ policy, subject }: Refusal): string {
  return `--allow ${shellWord(`${policy}=${subject}`)}`;
}

/** One word for a POSIX shell, whatever it contains: pasting it never runs a different command. */
function shellWord(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
