import type { Machine } from '../machine.ts';

const MASK = '•••';

/** Names of environment variables whose values are secrets, besides those that the settings name. */
const ALWAYS_SECRET = /^(SPARK_[A-Z0-9_]+|.*(API_KEY|ACCESS_TOKEN|_TOKEN|_SECRET|PASSWORD))$/;

/** Values that are secrets whatever their variable is called: keys of Layers, tokens of GitHub. */
const SECRET_VALUE = /^(lp_(live|test)_|gh[opsu]_|github_pat_)\S+$/;

/** Shorter values would mask ordinary words, and no credential of either API is that short. */
const SHORTEST = 8;

/**
 * The machine with everything that leaves it cleaned: what it prints, and what it writes to files. The rest of the
 * program never lets a secret out; this is the net below, for texts of others that echo what was sent.
 */
export function guarded<M extends Pick<Machine, 'terminal' | 'env' | 'files'>>(
  machine: M,
): M & Required<Pick<Machine, 'hide' | 'clean'>> {
  let known: readonly string[] = [];
  const environment = redactor(machine.env);
  const clean = (text: string): string =>
    known.reduce((rest, secret) => rest.replaceAll(secret, MASK), environment(text));
  const { terminal, files } = machine;
  return {
    ...machine,
    hide: (secrets) => {
      known = [...new Set([...known, ...secrets.filter(({ length }) => length >= SHORTEST)])].sort(byLength);
    },
    clean,
    terminal: {
      ...terminal,
      print: (text: string) => terminal.print(clean(text)),
      warn: (text: string) => terminal.warn(clean(text)),
    },
    files: {
      ...files,
      write: (path, text, how) => files.write(path, clean(text), how),
      append: (path, text, how) => files.append(path, clean(text), how),
    },
  };
}

/** Replaces every secret value of the environment in a text. */
export function redactor(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = [],
): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([, value]) => (value?.length ?? 0) >= SHORTEST)
    .filter(([name, value]) => names.includes(name) || ALWAYS_SECRET.test(name) || SECRET_VALUE.test(value ?? ''))
    .flatMap(([, value]) => value?.trim() ?? [])
    .sort(byLength);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}

/** A secret that contains another must go first. */
function byLength(a: string, b: string): number {
  return b.length - a.length;
}
