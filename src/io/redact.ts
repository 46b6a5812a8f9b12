import type { Machine } from '../machine.ts';
import { maskerOf } from '../model/index.ts';

/** Variables with secret values; settings can name more. */
const SECRET_NAME = /^(SPARK_[A-Z0-9_]+|.*(API_KEY|ACCESS_TOKEN|_TOKEN|_SECRET|PASSWORD))$/;

/** Secrets under any name: Layers keys and GitHub tokens. */
const SECRET_VALUE = /^(lp_(live|test)_|gh[oprsu]_|github_pat_)\S+$/;

/** Shorter values would mask ordinary words. */
const MIN_SECRET_CHARS = 8;

/** Some Spark codes have six characters. Letters or digits alone would mask ordinary words. */
const SHORT_SPARK_CODE = /^(?=.*\d)(?=.*[A-Za-z]).{6,}$/;

/** Masks all output of a machine: external texts can echo a request. */
export function guarded<M extends Pick<Machine, 'terminal' | 'env' | 'files'>>(
  machine: M,
): M & Required<Pick<Machine, 'hide' | 'clean'>> {
  const fromEnvironment = secretsOf(machine.env, []);
  let known: readonly string[] = [];
  let clean = maskerOf(fromEnvironment);
  const { terminal, files } = machine;
  return {
    ...machine,
    hide: (secrets) => {
      const more = secrets.filter((secret) => secret.length >= MIN_SECRET_CHARS && !known.includes(secret));
      if (more.length === 0) return;
      known = [...known, ...more];
      clean = maskerOf([...fromEnvironment, ...known]);
    },
    clean: (text) => clean(text),
    terminal: {
      ...terminal,
      print: (text: string) => terminal.print(clean(text)),
      warn: (text: string) => terminal.warn(clean(text)),
    },
    files: {
      ...files,
      write: (path, text, how) =>
        files.write(path, typeof text === 'string' ? clean(text) : cleanParts(text, clean), how),
      append: (path, text, how) => files.append(path, clean(text), how),
    },
  };
}

/** No part ends inside of a secret: a secret is in one value. */
function* cleanParts(parts: Iterable<string>, clean: (text: string) => string): Generator<string> {
  for (const part of parts) yield clean(part);
}

export function redactor(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = [],
): (text: string) => string {
  return maskerOf(secretsOf(env, names));
}

function secretsOf(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): readonly string[] {
  return Object.entries(env).flatMap(([name, written = '']) => {
    const value = written.trim();
    if (name.startsWith('SPARK_') && SHORT_SPARK_CODE.test(value)) return [value];
    const known = names.includes(name) || SECRET_NAME.test(name) || SECRET_VALUE.test(value);
    return known && value.length >= MIN_SECRET_CHARS ? [value] : [];
  });
}

/** Masks secrets in plain data, keys included. Call before rendering: escaped secrets no longer match. */
export function redactDeep<T>(value: T, { clean }: Pick<Machine, 'clean'>): T {
  // The structure stays the same, so the cast is safe.
  return clean === undefined ? value : (deep(value, clean) as T);
}

/** The same objects where nothing is masked: a copy of a large plan would double its memory. */
function deep(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return deepItems(value, clean);
  // Plain data: what is not a list is a map.
  const map = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(map);
  let masked: [string, unknown][] | undefined;
  keys.forEach((key, index) => {
    const [safeKey, safe] = [clean(key), deep(map[key], clean)];
    if (safeKey !== key || safe !== map[key]) masked ??= keys.slice(0, index).map((same) => [same, map[same]]);
    masked?.push([safeKey, safe]);
  });
  return masked === undefined ? value : Object.fromEntries(masked);
}

function deepItems(items: readonly unknown[], clean: (text: string) => string): readonly unknown[] {
  let masked: unknown[] | undefined;
  items.forEach((item, index) => {
    const safe = deep(item, clean);
    if (safe !== item) masked ??= [...items];
    if (masked !== undefined) masked[index] = safe;
  });
  return masked ?? items;
}
