import { brokenProxies } from '../http/index.ts';
import type { Machine } from '../machine.ts';
import { isLoopback, type Problem } from '../model/index.ts';
import { allowedOriginFault, readOrigin } from '../settings/index.ts';

/** Milliseconds. */
const MIN_TIMEOUT_MS = 100;
const MAX_TIMEOUT_MS = 600_000;

/** A variable with a required format. Empty counts as not set, as in workflows. */
type CheckedVariable = {
  /** Absent: `cli/usage`. */
  readonly code?: 'settings/origin';
  readonly variable: string;
  /** The end of a sentence, without the value; `undefined` if it is valid. */
  readonly faultOf: (value: string) => string | undefined;
  readonly remedy: string;
};

const ORIGIN_REMEDY = 'Set it to scheme and host only, such as https://api.example.com; http only for this machine.';

const CHECKED_VARIABLES: readonly CheckedVariable[] = [
  {
    variable: 'RECONCILE_TIMEOUT_MS',
    faultOf: (value) => (timeoutOf(value) === undefined ? 'is not a whole number from 100 to 600,000' : undefined),
    remedy: 'Set it to the milliseconds per request, such as 30000, or unset it.',
  },
  { code: 'settings/origin', variable: 'LAYERS_API_URL', faultOf: originFault, remedy: ORIGIN_REMEDY },
  { code: 'settings/origin', variable: 'TIKTOK_API_URL', faultOf: originFault, remedy: ORIGIN_REMEDY },
  {
    code: 'settings/origin',
    variable: 'GITHUB_API_URL',
    faultOf: (value) => (mayHaveToken(value) ? undefined : 'is not an https address without user, query and fragment'),
    remedy: 'Set it to the address of GitHub’s REST API, such as https://api.github.com.',
  },
  {
    variable: 'RECONCILE_ALLOW_ORIGINS',
    faultOf: allowedOriginFault,
    remedy: 'Set it to hosts separated by spaces or commas, such as layers.example.com, or unset it.',
  },
];

const PROXY_REMEDY = 'Set it to an address such as http://proxy.example.com:3128, or unset it.';

/** Problems of all invalid variables. Ignoring one could change what a command does. */
export function environmentProblems(env: Machine['env']): readonly Problem[] {
  const invalid = CHECKED_VARIABLES.flatMap(({ code, variable, faultOf, remedy }): readonly Problem[] => {
    const value = env[variable]?.trim() ?? '';
    const fault = value === '' ? undefined : faultOf(value);
    return fault === undefined ? [] : [problem(variable, fault, remedy, code)];
  });
  return [...invalid, ...brokenProxies(env).map(({ variable, fault }) => problem(variable, fault, PROXY_REMEDY))];
}

/** `RECONCILE_TIMEOUT_MS`: limit of one request in milliseconds; `undefined` if unset or invalid. */
export function requestTimeout(env: Machine['env']): number | undefined {
  return timeoutOf(env.RECONCILE_TIMEOUT_MS?.trim() ?? '');
}

/** Whether an address is encrypted or local, and contains no credential of its own. */
export function mayHaveToken(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  const plain = username === '' && password === '' && search === '' && hash === '';
  return plain && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}

function timeoutOf(text: string): number | undefined {
  const timeout = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return timeout >= MIN_TIMEOUT_MS && timeout <= MAX_TIMEOUT_MS ? timeout : undefined;
}

function originFault(value: string): string | undefined {
  const read = readOrigin(value);
  return read.ok ? undefined : read.fault;
}

function problem(variable: string, fault: string, remedy: string, code: Problem['code'] = 'cli/usage'): Problem {
  return { code, message: `The environment variable ${variable} ${fault}.`, remedy };
}
