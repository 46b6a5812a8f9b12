import { InvalidArgumentError, Option } from 'commander';
import { LAYER_NAME, MAX_SHARDS, parseShard, PROJECT_ID, type Shard } from '../model/index.ts';
import { durationText, MAX_SEEN_MS, parseDuration, SEEN_MS, WAIT_CLAIM_MS } from '../operations/index.ts';
import { type CommonOptions, readAllowance } from './options.ts';

export type PlanFlags = CommonOptions & {
  readonly allow: readonly string[];
  readonly out?: string;
  readonly html?: string;
  readonly detailedExitcode?: boolean;
  readonly record?: string;
  readonly replay?: string;
  readonly base?: string;
  readonly fixDrift?: boolean;
  readonly changed?: string;
  readonly shard?: Shard;
  readonly verbose?: boolean;
};
export type DriftFlags = CommonOptions & {
  readonly record?: string;
  readonly full?: boolean;
  readonly verbose?: boolean;
};
export type DoctorFlags = CommonOptions & { readonly verbose?: boolean };
export type ConnectFlags = CommonOptions & { readonly wait: number; readonly returnUrl?: string };
export type VerifyFlags = CommonOptions & {
  readonly record?: string;
  readonly verbose?: boolean;
  readonly sendTestEvent?: boolean;
  readonly testEventCode?: string;
};
export type ReportFlags = CommonOptions & {
  readonly out?: string;
  readonly record?: string;
  readonly verbose?: boolean;
};
export type ImportFlags = CommonOptions & { readonly json?: string; readonly dryRun?: boolean };
export type ExplainFlags = CommonOptions;
export type InitFlags = Pick<CommonOptions, 'format' | 'sandbox'> & {
  readonly yes?: boolean;
  readonly name?: string;
  readonly mode?: 'agency' | 'byo';
  readonly project?: string;
  readonly workflows?: boolean;
};
export type ShowFlags = CommonOptions & {
  readonly merge?: boolean;
  readonly allow: readonly string[];
  readonly out?: string;
  readonly html?: string;
  readonly verbose?: boolean;
};
export type ApplyFlags = CommonOptions & {
  readonly allow: readonly string[];
  readonly verbose?: boolean;
  readonly autoApprove?: boolean;
  /** Folder for undo documents with the live state before the apply. */
  readonly undoDir?: string;
  readonly base?: string;
  readonly fixDrift?: boolean;
  /** How long to wait for another run, in milliseconds. */
  readonly waitClaim?: number;
  /** How long to wait for what becomes visible by itself, in milliseconds. */
  readonly wait?: number;
};
export type SchemaFlags = { readonly check?: boolean };
export type SandboxFlags = {
  readonly config?: string;
  readonly world?: string;
  readonly host?: Loopback;
  readonly port?: number;
};
/** Addresses that a sandbox may listen on. Loopback only, because it requires no credentials of its own. */
export type Loopback = '127.0.0.1' | '::1' | 'localhost';
export type CommentFlags = CommonOptions & {
  readonly out?: string;
  readonly repo?: string;
  readonly pull?: number;
  readonly dryRun?: boolean;
};
export type EventsFlags = CommonOptions & {
  readonly verbose?: boolean;
  readonly seen?: boolean;
  /** How far back, in milliseconds. */
  readonly since?: number;
};
export type ConfirmFlags = CommonOptions & {
  readonly allow: readonly string[];
  readonly verbose?: boolean;
  readonly all?: boolean;
  readonly json?: string;
  readonly waitClaim?: number;
  /** A saved plan whose other changes are then applied. */
  readonly plan?: string;
  readonly autoApprove?: boolean;
  /** With `plan`: as for `apply`. */
  readonly wait?: number;
};

export type TodoFlags = CommonOptions & {
  readonly allow: readonly string[];
  readonly waitClaim?: number;
  readonly verbose?: boolean;
};

export function format(...formats: readonly string[]): Option {
  return new Option('--format <format>', 'choose the output format').choices(formats).default('text');
}

export function config(): Option {
  return new Option('--config <file>', 'read this settings file instead of the nearest reconcile.yaml');
}

export function sandboxOption(): Option {
  return new Option(
    '--sandbox [world]',
    'use a sandbox with this world file, or with world.yaml, or with the committed documents',
  );
}

export function allow(): Option {
  return new Option('--allow <policy=name>', 'allow a policy for a layer, a currency or `all` (repeatable)')
    .default([], 'none')
    .argParser((value: string, before: string[]) => {
      const read = readAllowance(value);
      if (read.ok) return [...before, value];
      throw new InvalidArgumentError(`${read.fault[0]?.toUpperCase()}${read.fault.slice(1)} ${read.remedy}`);
    });
}

export function base(): Option {
  return new Option('--base <ref>', 'show only differences from this commit, under its policies');
}

export function verbose(more = ''): Option {
  return new Option('--verbose', `list all names of a group instead of the first ten${more}`);
}

export function htmlPage(): Option {
  return new Option('--html <file>', 'save the plan as an HTML page; - for standard output');
}

export function record(): Option {
  return new Option('--record <file>', 'record redacted reads, for a bug report or --replay');
}

/** @param only condition under which it has an effect: `with --plan, ` */
export function wait(only = ''): Option {
  return new Option(
    '--wait <duration>',
    `${only}wait this long for people and approvals whose results an API shows, and continue (30s, 20m, 2h)`,
  ).argParser(durationValue);
}

export function waitClaim(): Option {
  return new Option('--wait-claim <duration>', 'wait this long for another run on the same project (30s, 20m, 2h)')
    .default(WAIT_CLAIM_MS, durationText(WAIT_CLAIM_MS))
    .argParser(durationValue);
}

const CONNECT_WAIT_MS = 10 * 60 * 1000;

export function connectWait(): Option {
  return new Option('--wait <duration>', 'wait this long for the ad account (30s, 20m, 2h)')
    .default(CONNECT_WAIT_MS, durationText(CONNECT_WAIT_MS))
    .argParser(durationValue);
}

export function httpsUrl(value: string): string {
  if (URL.canParse(value) && new URL(value).protocol === 'https:') return value;
  throw new InvalidArgumentError('Use an https URL.');
}

function durationValue(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('Use a whole number with a unit, at most 24h, such as 30s, 20m or 2h.');
}

export function since(): Option {
  return new Option('--since <duration>', `with --seen, how far back, up to ${durationText(MAX_SEEN_MS)}`)
    .default(SEEN_MS, durationText(SEEN_MS))
    .argParser((text) => {
      const ms = parseDuration(text, MAX_SEEN_MS);
      if (ms !== undefined) return ms;
      throw new InvalidArgumentError(
        `Use a whole number with a unit, at most ${durationText(MAX_SEEN_MS)}, such as 30m or 48h.`,
      );
    });
}

export function shardValue(value: string): Shard {
  const shard = parseShard(value);
  if (shard !== undefined) return shard;
  throw new InvalidArgumentError(`Use the number of the shard and the number of all, at most ${MAX_SHARDS}: 2/4.`);
}

export function loopbackHost(value: string): Loopback {
  if (value === '127.0.0.1' || value === '::1' || value === 'localhost') return value;
  throw new InvalidArgumentError('Use a loopback address: 127.0.0.1, ::1 or localhost.');
}

export function layerName(value: string): string {
  if (LAYER_NAME.test(value)) return value;
  throw new InvalidArgumentError('Use lowercase letters, digits, ".", "_" and "-", such as acme-ios.');
}

export function projectId(value: string): string {
  if (PROJECT_ID.test(value)) return value;
  throw new InvalidArgumentError('Use the id of a project at Layers, such as 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39.');
}

export function pullNumber(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Use a whole number from 1.');
}

export function portNumber(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new InvalidArgumentError('Use a whole number from 0 to 65535.');
}

/** Text below the options in the help of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

export const LAYERS = 'names of layers, or files, folders or globs of documents';

export const PATHS = `${LAYERS}; default: all`;

export const HELP_AFTER = `
Start with:
  reconcile init          set up this folder
  reconcile validate      check the documents
  reconcile plan          show the changes
  reconcile apply         apply them

Exit codes: 0 success, 1 problems, 2 changes or drift, 3 waiting or unknown,
4 refused, 70 bug in reconcile, 130 interrupted.`;
