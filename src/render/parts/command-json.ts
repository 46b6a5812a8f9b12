import { forJson } from './escape.ts';

/** Output of a command for programs, without the exit code: it is certain only at the end of the run. */
export type CommandJson = {
  /** `reconcile-` and the name of the command. */
  readonly format: string;
  readonly version: 1;
  readonly [member: string]: unknown;
};

export type CommandJsonOptions = {
  /** Absent in a file, such as a saved plan. */
  readonly exitCode?: number;
  /** Number of spaces. */
  readonly indent?: number;
};

/** As text: format, version and exit code come first, all other keys are sorted, at every depth. */
export function commandJsonText(json: CommandJson, options: CommandJsonOptions = {}): string {
  return [...commandJsonParts(json, options)].join('');
}

/** The same text in parts: as one, that of thousands of layers would not fit in the memory that they have. */
export function* commandJsonParts(
  json: CommandJson,
  { exitCode, indent = 2 }: CommandJsonOptions = {},
): Generator<string> {
  const { format, version, ...rest } = json;
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  const members = [['format', format], ['version', version], ['exitCode', exitCode], ...sorted] as const;
  const [line, colon] = indent === 0 ? ['', ':'] : [`\n${' '.repeat(indent)}`, ': '];
  let before = '{';
  for (const [key, value] of members) {
    if (value === undefined) continue;
    yield `${before}${line}${forJson(JSON.stringify(key))}${colon}`;
    yield* Array.isArray(value) && value.length > 0 ? listParts(value, indent) : [valueText(value, indent, 1)];
    before = ',';
  }
  yield `${indent === 0 ? '' : '\n'}}\n`;
}

/** Enough for few writes. */
const MIN_PART_CHARS = 64_000;

function* listParts(items: readonly unknown[], indent: number): Generator<string> {
  const line = indent === 0 ? '' : `\n${' '.repeat(2 * indent)}`;
  let text = '[';
  for (const [index, item] of items.entries()) {
    text += `${index === 0 ? '' : ','}${line}${valueText(item, indent, 2)}`;
    if (text.length < MIN_PART_CHARS) continue;
    yield text;
    text = '';
  }
  yield `${text}${indent === 0 ? '' : `\n${' '.repeat(indent)}`}]`;
}

/** @param depth of the place where it is written */
function valueText(value: unknown, indent: number, depth: number): string {
  const text = forJson(JSON.stringify(value, sortedKeys, indent) ?? 'null');
  // Line breaks inside of strings are escaped.
  return indent === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(indent * depth)}`);
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
