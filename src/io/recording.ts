import { z } from 'zod';
import type { Machine, Recorder, RecordedResponse } from '../machine.ts';
import { fail, MAX_GENERATED_FILE_BYTES, ok, type Result, sparkKey, type Transport } from '../model/index.ts';
import { keptMembers } from './kept-members.ts';
import { readNamedText, unreadProblem } from './read-file.ts';
import { redactor } from './redact.ts';

/**
 * Redacted reads of one run, with the time and the credentials' variables. `plan --replay` makes the same plan from
 * them, without network and credentials.
 */
const recordingShape = z.strictObject({
  format: z.literal('reconcile-record'),
  version: z.literal(1),
  /** ISO 8601, UTC; determines the month. */
  now: z.iso.datetime(),
  origins: z.strictObject({ layers: z.string(), tiktok: z.string() }),
  owner: z.strictObject({ repository: z.string().nullable(), root: z.string() }),
  /** Variables with equal Spark codes, and the name used for the code. */
  sameCodes: z.record(z.string(), z.string()).optional(),
  reads: z.array(
    z.strictObject({
      as: z.string(),
      url: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
    }),
  ),
});

export type Recording = z.infer<typeof recordingShape>;

/** Headers with meaning; others may be private. */
const KEPT_HEADERS: ReadonlySet<string> = new Set(['content-type', 'etag', 'retry-after', 'x-tt-ads-throttle']);

/** Secrets and people's addresses. No plan depends on them. */
const PRIVATE =
  /("(?:access_token|refresh_token|token|secret|signingSecret|apiKey|api_key|auth_code|ownerEmail|email|contact_email|contacter|cellphone_number|telephone_number)"\s*:\s*)"(?!\$\{SPARK_[A-Z0-9_]+\}")(?:[^"\\]|\\.)*"/g;

/** Replaces the Spark code of a variable in a record: a replay still distinguishes codes. */
export function codeInRecord(variable: string, sameCodes: Recording['sameCodes'] = {}): string {
  return `\${${sameCodes[variable] ?? variable}}`;
}

function codesIn(env: Machine['env']): readonly (readonly [string, string])[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /^SPARK_[A-Z0-9_]+$/.test(name) && value !== undefined && sparkKey(value) !== '' ? [[name, value] as const] : [],
  );
}

/** The first variable with a code names it. */
function sameCodesIn(env: Machine['env']): Pick<Recording, 'sameCodes'> {
  const first = new Map<string, string>();
  const same = codesIn(env).flatMap(([name, value]) => {
    const known = first.get(sparkKey(value));
    first.set(sparkKey(value), known ?? name);
    return known === undefined ? [] : [[name, known] as const];
  });
  return same.length === 0 ? {} : { sameCodes: Object.fromEntries(same) };
}

function codesByName(body: string, env: Machine['env']): string {
  return codesIn(env).reduce(
    (text, [name, value]) =>
      codeForms(value).reduce(
        (replaced, form) => replaced.replace(jsonPattern(form), () => JSON.stringify(codeInRecord(name))),
        text,
      ),
    body,
  );
}

/** TikTok may return either form, whatever the variable contains. */
function codeForms(code: string): readonly string[] {
  return [`#${sparkKey(code)}`, sparkKey(code)];
}

/** In JSON any character may be escaped, and some writers escape `/`, `+` and `=`. */
function jsonPattern(text: string): RegExp {
  const units = Array.from({ length: text.length }, (_, at) => {
    const unit = text.charAt(at);
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    // Only hex digits ignore case: codes are case-sensitive.
    const escaped = [...hex].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('');
    const plain = JSON.stringify(unit).slice(1, -1);
    const forms = [plain, ...(unit === '/' ? [String.raw`\/`] : [])].map((form) =>
      form.replace(/\W/g, String.raw`\$&`),
    );
    return `(?:${forms.join('|')}|\\\\u${escaped})`;
  });
  return new RegExp(`"${units.join('')}"`, 'g');
}

/** Records what a machine reads. */
export function recording(machine: Machine): {
  readonly machine: Machine;
  /** Responses with only the members that reconcile reads. `transport` determines which are whole configs. */
  readonly reads: (transport?: Transport) => Pick<Recording, 'reads' | 'sameCodes'>;
} {
  const reads: Recording['reads'] = [];
  const names = namesByValue(machine.env);
  const clean = redactor(machine.env);
  const recorder: Recorder = {
    replay: () => 'live',
    record: ({ url, credential }, { status, headers, body }) => {
      const reduced = Object.entries(headers).filter(([name]) => KEPT_HEADERS.has(name));
      reads.push({
        as: names.get(credential) ?? '',
        url: clean(url),
        status,
        headers: Object.fromEntries(reduced),
        body,
      });
    },
  };
  const reduced = (body: string, what: 'config' | 'other'): string =>
    clean(codesByName(keptMembers(body, what), machine.env)).replace(PRIVATE, '$1"•••"');
  return {
    machine: { ...machine, recorder },
    reads: (transport) => {
      const isConfig = configMatcher(transport);
      const pruned = reads.map((read) => ({
        ...read,
        body: reduced(read.body, isConfig(read.url) ? 'config' : 'other'),
      }));
      return { ...sameCodesIn(machine.env), reads: pruned };
    },
  };
}

function configMatcher(transport: Transport | undefined): (url: string) => boolean {
  if (transport?.kind !== 'endpoint') return () => false;
  const parts = transport.path.split(/\{(?:projectId|layerId)\}/).map((part) => part.replace(/\W/g, String.raw`\$&`));
  const pattern = new RegExp(`^${parts.join('[^/]+')}$`);
  return (url) => pattern.test(new URL(url).pathname);
}

/** A machine with a record's time and responses. Uses no network. */
export function replaying(record: Recording, machine: Machine): Machine {
  const waiting = new Map<string, RecordedResponse[]>();
  for (const { as, url, ...answer } of record.reads) {
    const key = `${as} ${url}`;
    waiting.set(key, [...(waiting.get(key) ?? []), answer]);
  }
  // Names of variables replace their values: recorded responses need no credentials.
  const credentials = Object.fromEntries([...new Set(record.reads.map(({ as }) => as))].map((name) => [name, name]));
  const now = new Date(record.now);
  return {
    ...machine,
    now: () => now,
    sleep: async () => {},
    ...(machine.hide && {
      hide: (secrets) => machine.hide?.(secrets.filter((secret) => !Object.hasOwn(credentials, secret))),
    }),
    env: {
      ...machine.env,
      ...credentials,
      LAYERS_API_URL: record.origins.layers,
      TIKTOK_API_URL: record.origins.tiktok,
      RECONCILE_ALLOW_ORIGINS: `${record.origins.layers} ${record.origins.tiktok}`,
    },
    recorder: {
      // Variables with equal values share one name.
      replay: ({ url, credential }) =>
        waiting.get(`${credential} ${url}`)?.shift() ?? ofAnyCredential(waiting, url)?.shift() ?? 'missing',
      record: () => {},
    },
  };
}

function ofAnyCredential(
  waiting: ReadonlyMap<string, RecordedResponse[]>,
  url: string,
): RecordedResponse[] | undefined {
  return [...waiting].find(([key, answers]) => key.endsWith(` ${url}`) && answers.length > 0)?.[1];
}

export async function readRecording(path: string, machine: Pick<Machine, 'files' | 'cwd'>): Promise<Result<Recording>> {
  const remedy = 'Make one: reconcile plan --record FILE.';
  const read = await readNamedText(path, MAX_GENERATED_FILE_BYTES, machine);
  if (!read.ok) {
    const name = {
      name: `The record ${path}`,
      code: 'record/unreadable',
      atMost: MAX_GENERATED_FILE_BYTES,
      remedy,
    } as const;
    return fail(unreadProblem(read.why, name));
  }
  try {
    const parsed = recordingShape.safeParse(JSON.parse(read.text));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Handled below: invalid JSON is reported like any other invalid record.
  }
  return fail({
    code: 'record/unreadable',
    message: `${path} is not a record of this version of reconcile.`,
    remedy,
  });
}

/** Contents of a record file. */
export function recordingText(record: Omit<Recording, 'format' | 'version'>): string {
  return `${JSON.stringify({ format: 'reconcile-record', version: 1, ...record }, null, 2)}\n`;
}

function namesByValue(env: Machine['env']): ReadonlyMap<string, string> {
  return new Map(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[value, name] as const])));
}
