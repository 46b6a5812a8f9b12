import { isCalendarDay } from '../model/index.ts';
import {
  type DocumentNode,
  type Finding,
  keyAt,
  type Path,
  pathText,
  readAmount,
  spanAt,
  valueAt,
} from '../yaml/index.ts';
import { globFault } from './glob.ts';
import { readOrigin } from './origins.ts';
import { VARIABLE } from './shape.ts';

/** Findings beyond the schema of the settings: globs, origins, amounts, and keys that go together. */
export function ruleFindings(root: DocumentNode): readonly Finding[] {
  return [
    ...globs(root),
    ...origins(root),
    ...transportKeys(root),
    ...['cap-max', 'cap-total'].flatMap((policy) => amounts(root, ['policies', policy, 'amount'])),
    ...amounts(root, ['checks', 'balance-min', 'amount']),
    ...freezeWindows(root),
    ...literals(root),
  ];
}

/** Paths for which these rules have better messages than the schema. */
export function isRuled(path: Path): boolean {
  return (path[0] === 'policies' || path[0] === 'checks') && path[2] === 'amount';
}

function globs(root: DocumentNode): readonly Finding[] {
  const rules = valueAt(root, ['credentials']);
  const matches = rules?.kind === 'list' ? rules.items.map((_, index): Path => ['credentials', index, 'match']) : [];
  return [['layers'], ...matches].flatMap((path): readonly Finding[] => {
    const text = textAt(root, path);
    const fault =
      text === undefined ? undefined : (globFault(text) ?? (path[0] === 'layers' ? hiddenFault(text) : undefined));
    if (fault === undefined) return [];
    return [
      invalid(root, path, `The glob ${JSON.stringify(text)} ${fault}.`, 'Write a glob such as layers/**/*.yaml.'),
    ];
  });
}

/** Hidden files are never layer documents, so such a glob would silently match none. */
function hiddenFault(glob: string): string | undefined {
  const hides = glob.split('/').some((part) => /^\.[^./]/.test(part));
  return hides ? 'names hidden files or folders, which are never layer documents' : undefined;
}

function origins(root: DocumentNode): readonly Finding[] {
  return ['layers', 'tiktok'].flatMap((which): readonly Finding[] => {
    const path = ['origins', which];
    const text = textAt(root, path);
    const read = text === undefined ? undefined : readOrigin(text);
    if (read === undefined || read.ok) return [];
    return [
      {
        code: 'settings/origin',
        message: `The origin ${pathText(path)} ${read.fault}.`,
        at: spanAt(root, path),
        remedy: 'Write only scheme and host, such as https://api.layers.com. Use http only for this machine.',
      },
    ];
  });
}

function transportKeys(root: DocumentNode): readonly Finding[] {
  const kind = textAt(root, ['transport', 'kind']);
  return ['path', 'update'].flatMap((key): readonly Finding[] => {
    const path = ['transport', key];
    const isSet = valueAt(root, path) !== undefined;
    if (kind === 'endpoint' && !isSet) {
      return [
        invalid(root, ['transport', 'kind'], `transport.kind: endpoint needs "transport.${key}".`, `Add ${key}.`),
      ];
    }
    if (kind === 'documented' && isSet) {
      const remedy = 'Remove it, or write kind: endpoint.';
      return [invalid(root, path, `"transport.${key}" has no effect with kind: documented.`, remedy)];
    }
    return [];
  });
}

function amounts(root: DocumentNode, path: Path): readonly Finding[] {
  const value = valueAt(root, path);
  if (value === undefined) return [];
  const paths = value.kind === 'list' ? value.items.map((_, index): Path => [...path, index]) : [path];
  if (paths.length === 0)
    return [invalid(root, path, `${pathText(path)} is an empty list.`, 'Write an amount such as 50000 USD.')];
  const seen = new Set<string>();
  return paths.flatMap((at): readonly Finding[] => {
    const text = textAt(root, at);
    if (text === undefined) {
      return [
        invalid(root, at, `${pathText(at)} is not an amount with its currency.`, 'Write an amount such as 50000 USD.'),
      ];
    }
    const read = readAmount(text);
    if (!read.ok)
      return [invalid(root, at, `${pathText(at)} is ${JSON.stringify(text)}, which ${read.fault}.`, read.remedy)];
    const { currency } = read.money;
    const isDuplicate = seen.has(currency);
    seen.add(currency);
    return isDuplicate
      ? [invalid(root, at, `${pathText(path)} has two amounts of ${currency}.`, 'Keep one of them.')]
      : [];
  });
}

/** Texts that are not in the form of a day are left to the schema. */
function freezeWindows(root: DocumentNode): readonly Finding[] {
  const list: Path = ['policies', 'freeze'];
  const windows = valueAt(root, list);
  if (windows?.kind !== 'list') return [];
  return windows.items.flatMap((_, index): readonly Finding[] => {
    const at = (key: string): Path => [...list, index, key];
    const [from, to] = [at('from'), at('to')];
    const wrong = [from, to].filter(
      (path) => isDayText(textAt(root, path)) && !isCalendarDay(textAt(root, path) ?? ''),
    );
    if (wrong.length > 0) {
      return wrong.map((path) =>
        invalid(root, path, `${textAt(root, path)} is not in the calendar.`, 'Write an existing day.'),
      );
    }
    const [first, last] = [textAt(root, from), textAt(root, to)];
    if (!isDayText(first) || !isDayText(last) || first <= last) return [];
    return [invalid(root, to, `The freeze ends on ${last}, before it starts on ${first}.`, 'Exchange the two days.')];
  });
}

function isDayText(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** A credential in place of its variable's name. It is too long or unusual for a name, and never repeated. */
function literals(root: DocumentNode): readonly Finding[] {
  const rules = valueAt(root, ['credentials']);
  if (rules?.kind !== 'list') return [];
  return rules.items.flatMap((_, index) =>
    ['layers', 'tiktok'].flatMap((which): readonly Finding[] => {
      const path = ['credentials', index, which];
      const value = valueAt(root, path);
      if (value?.kind !== 'scalar' || value.value === null || VARIABLE.test(String(value.value))) return [];
      return [
        {
          code: 'document/secret',
          message: `${pathText(path)} is not the name of an environment variable. It may be the credential itself.`,
          at: value.span,
          remedy:
            'Write the name of a variable, such as ACME_LAYERS_API_KEY. If the credential was ever pushed, replace it: git keeps the old one.',
        },
      ];
    }),
  );
}

function textAt(root: DocumentNode, path: Path): string | undefined {
  const value = valueAt(root, path);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

function invalid(root: DocumentNode, path: Path, message: string, remedy: string): Finding {
  const value = valueAt(root, path);
  const at = value?.kind === 'scalar' ? value.span : (keyAt(root, path) ?? spanAt(root, path));
  return { code: 'settings/invalid', message, at, remedy };
}
