import type { Finding } from './finding.ts';
import { pathText, type Path, type DocumentNode, type ScalarNode } from './nodes.ts';
import { isSecretKey, looksLikeSecret, secretsIn, toHide, unquotedCodes } from './secret-patterns.ts';
import { type Source, sourceOf, type Span } from './source.ts';

/** The only form and names of variables that expand. */
export const SPARK_VARIABLE = /^\$\{(SPARK_[A-Z0-9_]+)\}$/;

/**
 * Finds secrets and variables in keys and values. Comments may contain commit ids: they are hidden, not reported.
 * Neither findings nor excerpts contain the text found.
 *
 * @param root `undefined` if the text is not YAML; then all text outside comments is searched
 */
export function guardSecrets(
  file: string,
  text: string,
  root: DocumentNode | undefined,
): { source: Source; findings: readonly Finding[] } {
  const found = root === undefined ? secretsIn(withoutComments(text)) : [];
  const findings: Finding[] = [];
  if (root !== undefined) walk(root, [], findings);
  for (const { what, start, end } of [...found, ...unquotedCodes(text)])
    findings.push(secret(what, { file, start, end }));
  const source = sourceOf(file, text, () => [...secretsAmong(findings), ...toHide(text)]);
  return { source, findings };
}

/** Also hides the secrets among the findings. Repeatable. */
export function withHidden(source: Source, findings: readonly Finding[]): Source {
  const inFile = findings.filter(({ at }) => at.file === source.file);
  return sourceOf(source.file, source.text, () => [...source.hidden(), ...secretsAmong(inFile)]);
}

function secretsAmong(findings: readonly Finding[]): readonly Span[] {
  return findings.flatMap(({ code, at }) => (code === 'document/secret' ? [at] : []));
}

/** Comments become spaces: offsets stay the same. */
function withoutComments(text: string): string {
  return text.replace(/(?<![^\s])#[^\n]*/g, (comment) => ' '.repeat(comment.length));
}

/** @param path of the value; as it was, afterwards */
function walk(value: DocumentNode, path: (string | number)[], findings: Finding[]): void {
  if (value.kind === 'scalar') {
    const finding = inScalar(value, path);
    if (finding !== undefined) findings.push(finding);
  } else if (value.kind === 'list') {
    for (const [index, item] of value.items.entries()) walkInto(index, item, path, findings);
  } else {
    for (const [key, member] of value.members) {
      const finding = inKey(key, member.key);
      if (finding !== undefined) findings.push(finding);
      walkInto(key, member.value, path, findings);
    }
  }
}

function walkInto(step: string | number, value: DocumentNode, path: (string | number)[], findings: Finding[]): void {
  path.push(step);
  walk(value, path, findings);
  path.pop();
}

function inKey(key: string, at: Span): Finding | undefined {
  const what = looksLikeSecret(key);
  if (what !== undefined) return secret(what, at);
  return key.includes('${') ? variable('A key contains ${…}.', at) : undefined;
}

function inScalar(scalar: ScalarNode, path: Path): Finding | undefined {
  const { value, span } = scalar;
  if (value === null || value === '') return undefined;
  if (path.length === 3 && path[0] === 'spark' && path[2] === 'code') {
    const isVariable = typeof value === 'string' && SPARK_VARIABLE.test(value);
    return isVariable ? undefined : inCode(String(value), span);
  }
  if (typeof value !== 'string') return undefined;
  const what = looksLikeSecret(value);
  if (what !== undefined) return secret(what, span);
  if (value.includes('${')) return strayVariable(value, path, span);
  return isSecretKey(nameOf(path)) && value.length >= 8 ? secret('a token', span) : undefined;
}

/** The key of a value. In an event map, keys are events of an app: `reset_password` is not a secret. */
function nameOf(path: Path): string {
  return path[0] === 'capi' && path[1] === 'event_map' ? '' : String(path.at(-1) ?? '');
}

/** Any literal counts as a code: the form is not reliable (six characters according to the docs). */
function inCode(value: string, at: Span): Finding {
  const what = looksLikeSecret(value);
  if (what !== undefined) return secret(what, at);
  const bare = /^\$?(SPARK_[A-Z0-9_]+)$/.exec(value)?.[1];
  if (bare !== undefined) return variable('The variable has no braces.', at, `Write \${${bare}}.`);
  const name = /^\$\{([A-Z_][A-Z0-9_]*)\}$/.exec(value)?.[1];
  if (name !== undefined) {
    const message = `The variable ${name} is not allowed: only names that start with SPARK_ are expanded.`;
    return variable(message, at, 'Rename it to SPARK_…, in the environment and here.');
  }
  if (value.includes('${')) {
    return variable('The code contains more than a variable.', at, 'Write only the variable: ${SPARK_…}.');
  }
  return secret('a Spark code', at);
}

function strayVariable(value: string, path: Path, at: Span): Finding {
  const name = /\$\{([A-Z_][A-Z0-9_]{0,60})\}/.exec(value)?.[1];
  const message = `${pathText(path)} contains \${${name ?? '…'}}, but variables are not expanded here.`;
  return variable(message, at);
}

function variable(message: string, at: Span, remedy?: string): Finding {
  const otherwise = 'Write the value itself. Only the code of a spark entry can be a variable.';
  return { code: 'document/variable', message, at, remedy: remedy ?? otherwise };
}

function secret(what: string, at: Span): Finding {
  const remedies: Readonly<Record<string, string>> = {
    'a Spark code': 'Put it into an environment variable and write ${SPARK_NAME} here.',
    'a TikTok access token':
      'Paste an Events API token into the layer at Layers and write the id of its vault entry here.',
  };
  const remedy = remedies[what] ?? 'Move it from the file to the environment.';
  return {
    code: 'document/secret',
    message: `This value looks like ${what}.`,
    at,
    remedy: `${remedy} If it was ever pushed, replace it: git keeps the old one.`,
  };
}
