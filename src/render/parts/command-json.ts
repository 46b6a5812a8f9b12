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
export function commandJsonText(json: CommandJson, { exitCode, indent = 2 }: CommandJsonOptions = {}): string {
  const { format, version, ...rest } = json;
  const whole = { format, version, ...(exitCode !== undefined && { exitCode }), ...rest };
  return `${forJson(JSON.stringify(whole, sortedKeys(['format', 'version', 'exitCode']), indent))}\n`;
}

function sortedKeys(first: readonly string[]): (key: string, value: unknown) => unknown {
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return (place, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const order = place === '' ? rank : () => 0;
    const entries = Object.entries(value).sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  };
}
