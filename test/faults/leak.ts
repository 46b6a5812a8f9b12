import type { Planting, SecretName } from './planting.ts';

/** A secret that can be read in something that left the machine. */
export type Leak = {
  readonly planting: Planting;
  readonly name: SecretName;
  /** `standard error`, a file, or a request. */
  readonly location: string;
  /** The command that reproduces it. The secrets here are fake. */
  readonly line: string;
};

/** For the fix. */
export function leakText({ planting, name, location, line }: Leak): string {
  const { command, secret, place, status, turn } = planting;
  return `${command.line}: with ${secret} in ${place} (${status}, request ${turn}) ${name} can be read in ${location}: ${line}`;
}
