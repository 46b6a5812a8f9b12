import { type Location, nameList, type Problem, type Refusal } from '../../model/index.ts';

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

/** `40 layers: north-01, north-02 and 38 more`. */
export function namesText(names: readonly string[], max: number): string {
  return `${counted(names.length, 'layer')}: ${nameList(names, max)}`;
}

/** The options for some refusals of one policy. If there are more than three, the option for all. */
export function allowOptions(refusals: readonly [Refusal, ...Refusal[]]): string {
  const [{ policy }] = refusals;
  return refusals.length > 3 ? allowOption({ policy, subject: 'all' }) : refusals.map(allowOption).join(' ');
}

/** The label on a pull request. */
export function allowLabel(policy: string): string {
  return `reconcile: allow ${policy}`;
}

export function allowOption({ policy, subject }: Pick<Refusal, 'policy' | 'subject'>): string {
  return `--allow ${shellWord(`${policy}=${subject}`)}`;
}

/** One word for a POSIX shell, whatever it contains: pasting it never runs a different command. */
function shellWord(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
