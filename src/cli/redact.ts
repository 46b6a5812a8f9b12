import type { Terminal } from '../machine.ts';

const MASK = '•••';

/** Names of environment variables whose values are secrets, besides those that the settings name. */
const ALWAYS_SECRET = /^(SPARK_[A-Z0-9_]+|.*(API_KEY|ACCESS_TOKEN|_TOKEN|_SECRET|PASSWORD))$/;

/** Values that are secrets whatever their variable is called: keys of Layers, tokens of GitHub. */
const SECRET_VALUE = /^(lp_(live|test)_|gh[opsu]_|github_pat_)\S+$/;

/** Shorter values would mask ordinary words, and no credential of either API is that short. */
const SHORTEST = 8;

/**
 * A terminal through which no value of a secret environment variable gets. The rest of the program never prints one;
 * this is the net below, for error texts that echo what was sent.
 *
 * @param names variables that the settings name as credentials
 */
export function redacting(
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = [],
): Terminal {
  const clean = redactor(env, names);
  return { ...terminal, print: (text) => terminal.print(clean(text)), warn: (text) => terminal.warn(clean(text)) };
}

/** Replaces every secret value of the environment in a text. */
export function redactor(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = [],
): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([, value]) => (value?.length ?? 0) >= SHORTEST)
    .filter(([name, value]) => names.includes(name) || ALWAYS_SECRET.test(name) || SECRET_VALUE.test(value ?? ''))
    .flatMap(([, value]) => value ?? [])
    // A secret that contains another must go first.
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
}
