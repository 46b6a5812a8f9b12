import { InvalidArgumentError, Option } from 'commander';
import { durationText, parseDuration, WAIT_CLAIM_MS } from '../operations/index.ts';
import { type CommonOptions, readAllowance } from './options.ts';

export type PlanFlags = CommonOptions & {
  allow: string[];
  out?: string;
  detailedExitcode?: boolean;
  record?: string;
  replay?: string;
  base?: string;
  fixDrift?: boolean;
  changed?: string;
};
export type ApplyFlags = CommonOptions & {
  allow: string[];
  autoApprove?: boolean;
  undoDir?: string;
  base?: string;
  fixDrift?: boolean;
  waitClaim?: number;
};
export type SandboxFlags = { config?: string; world?: string; host?: Loopback; port?: number };
/** Addresses that a sandbox may listen on. Loopback only, because it requires no credentials of its own. */
export type Loopback = '127.0.0.1' | '::1' | 'localhost';
export type CommentFlags = CommonOptions & { out?: string; repo?: string; pull?: number; dryRun?: boolean };
export type ConfirmFlags = CommonOptions & { allow: string[]; json?: string; waitClaim?: number };

export function format(...formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print').choices(formats).default('text');
}

export function config(): Option {
  return new Option('--config <file>', 'the settings file; the nearest reconcile.yaml if none is named');
}

export function sandboxOption(): Option {
  return new Option(
    '--sandbox [world]',
    'run against a sandbox of its own: a world file, or world.yaml beside the settings',
  );
}

export function allow(): Option {
  return new Option('--allow <policy=name>', 'lift one policy for one subject; may be given often')
    .default([])
    .argParser((value: string, before: string[]) => {
      const read = readAllowance(value);
      if (read.ok) return [...before, value];
      throw new InvalidArgumentError(`${read.fault[0]?.toUpperCase()}${read.fault.slice(1)} ${read.remedy}`);
    });
}

export function base(): Option {
  return new Option('--base <ref>', 'a commit: only what differs from it is a change, and its rules hold');
}

export function record(): Option {
  return new Option('--record <file>', 'keep redacted reads in a file, for a bug report or to plan from');
}

export function waitClaim(): Option {
  return new Option(
    '--wait-claim <duration>',
    'how long to wait for another run that writes to the same project (30s, 20m, 2h)',
  )
    .default(WAIT_CLAIM_MS, durationText(WAIT_CLAIM_MS))
    .argParser(durationValue);
}

function durationValue(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('It is a whole number with a unit, such as 30s, 20m or 2h, and at most 24h.');
}

export function oneOf(...words: readonly string[]): (value: string) => string {
  return (value) => {
    if (words.includes(value)) return value;
    throw new InvalidArgumentError(`It is one of ${words.join(', ')}.`);
  };
}

export function loopbackHost(value: string): Loopback {
  if (value === '127.0.0.1' || value === '::1' || value === 'localhost') return value;
  throw new InvalidArgumentError('A sandbox listens on loopback only: 127.0.0.1, ::1 or localhost.');
}

export function pullNumber(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It is a whole number from 1.');
}

export function portNumber(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new InvalidArgumentError('It is a whole number from 0 to 65535.');
}

/** Text below the options in the help of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

export const PATHS = 'layer documents, or folders of them; all that the settings name if there are none';

export const HELP_AFTER = `
Start with:
  reconcile validate                       are my documents right?
  reconcile plan                           what would change?
  reconcile apply                          do it

Exit codes: 0 fine, 1 problems, 2 changes or drift, 3 waiting for a person, 4 refused, 70 a fault in reconcile,
130 asked to stop.`;
