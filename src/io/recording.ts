import { z } from 'zod';
import type { Machine, Recorder, RecordedResponse } from '../machine.ts';
import { MAX_GENERATED_FILE_BYTES, type Result, sparkKey, type Transport } from '../model/index.ts';
import { keptMembers } from './kept-members.ts';
import { readNamedText, unreadProblem } from './read-file.ts';
import { redactor } from './redact.ts';

/**
 * Redacted reads of one run: what the APIs answered, under which credential by the name of its variable, and when.
 * `plan --replay` makes the same plan of it, without network and credentials.
 */
const recordShape = z.strictObject({
  format: z.literal('reconcile-record'),
  version: z.literal(1),
  /** ISO 8601, UTC: decides which month it was. */
  now: z.iso.datetime(),
  origins: z.strictObject({ layers: z.string(), tiktok: z.string() }),
  owner: z.strictObject({ repository: z.string().nullable(), root: z.string() }),
  /** Variables that hold the same Spark code as another, and under whose name it stands in the answers. */
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

export type Recording = z.infer<typeof recordShape>;

/** Headers that decide what an answer means. Others are noise, and may hold what is nobody's business. */
const KEPT_HEADERS: ReadonlySet<string> = new Set(['content-type', 'etag', 'retry-after', 'x-tt-ads-throttle']);

/** Members of an answer that are secrets or people's addresses, by key. Nothing that a plan rests on. */
const PRIVATE =
  /("(?:access_token|refresh_token|token|secret|signingSecret|apiKey|api_key|auth_code|ownerEmail|email|contact_email|contacter|cellphone_number|telephone_number)"\s*:\s*)"(?!\$\{SPARK_[A-Z0-9_]+\}")(?:[^"\\]|\\.)*"/g;

/** What stands in a record for the Spark code that a variable holds, so that a replay still knows which code is which. */
export function codeInRecord(variable: string, sameCodes: Recording['sameCodes'] = {}): string {
  return `\${${sameCodes[variable] ?? variable}}`;
}

/** The variables that hold Spark codes: name and value. */
function codesIn(env: Machine['env']): readonly (readonly [string, string])[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /^SPARK_[A-Z0-9_]+$/.test(name) && value !== undefined && sparkKey(value) !== '' ? [[name, value] as const] : [],
  );
}

/** One code, one name: the first of those that hold it. */
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
      spellingsOf(value).reduce(
        (rest, each) => rest.replace(inJson(each), () => JSON.stringify(codeInRecord(name))),
        text,
      ),
    body,
  );
}

/** With and without `#`: TikTok may show it in either form, whichever the variable holds. */
function spellingsOf(code: string): readonly string[] {
  return [`#${sparkKey(code)}`, sparkKey(code)];
}

/** A text as JSON may write it: any character may be escaped, and some writers escape `/`, `+` and `=`. */
function inJson(text: string): RegExp {
  const units = Array.from({ length: text.length }, (_, at) => {
    const unit = text.charAt(at);
    const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
    // Hex digits in either case, and nothing else: codes tell the cases apart.
    const escaped = [...hex].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('');
    const plain = JSON.stringify(unit).slice(1, -1);
    const forms = [plain, ...(unit === '/' ? [String.raw`\/`] : [])].map((form) =>
      form.replace(/\W/g, String.raw`\$&`),
    );
    return `(?:${forms.join('|')}|\\\\u${escaped})`;
  });
  return new RegExp(`"${units.join('')}"`, 'g');
}

/** A machine that keeps what it reads, and the reads so far. */
export function recording(machine: Machine): {
  readonly machine: Machine;
  /** Of the answers only the members that reconcile reads. `transport`: where a whole config is read. */
  readonly reads: (transport?: Transport) => Pick<Recording, 'reads' | 'sameCodes'>;
} {
  const reads: Recording['reads'] = [];
  const names = namesByValue(machine.env);
  const clean = redactor(machine.env);
  const recorder: Recorder = {
    replay: () => 'live',
    record: ({ url, credential }, { status, headers, body }) => {
      const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.has(name));
      reads.push({
        as: names.get(credential) ?? '',
        url: clean(url),
        status,
        headers: Object.fromEntries(kept),
        body,
      });
    },
  };
  const kept = (body: string, what: 'config' | 'other'): string =>
    clean(codesByName(keptMembers(body, what), machine.env)).replace(PRIVATE, '$1"•••"');
  return {
    machine: { ...machine, recorder },
    reads: (transport) => {
      const isConfig = configMatcher(transport);
      const pruned = reads.map((read) => ({ ...read, body: kept(read.body, isConfig(read.url) ? 'config' : 'other') }));
      return { ...sameCodesIn(machine.env), reads: pruned };
    },
  };
}

/** Whether a whole config is read at an address. */
function configMatcher(transport: Transport | undefined): (url: string) => boolean {
  if (transport?.kind !== 'endpoint') return () => false;
  const parts = transport.path.split(/\{(?:projectId|layerId)\}/).map((part) => part.replace(/\W/g, String.raw`\$&`));
  const pattern = new RegExp(`^${parts.join('[^/]+')}$`);
  return (url) => pattern.test(new URL(url).pathname);
}

/** A machine on which it is then, and which hears what was answered then. It reaches no network. */
export function replaying(record: Recording, machine: Machine): Machine {
  const waiting = new Map<string, RecordedResponse[]>();
  for (const { as, url, ...answer } of record.reads) {
    const key = `${as} ${url}`;
    waiting.set(key, [...(waiting.get(key) ?? []), answer]);
  }
  // The name of a variable stands for its value: nobody needs the credential to hear an old answer.
  const credentials = Object.fromEntries([...new Set(record.reads.map(({ as }) => as))].map((name) => [name, name]));
  const now = new Date(record.now);
  return {
    ...machine,
    now: () => now,
    sleep: async () => {},
    // A name that stands for a value is no secret.
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
      // Two variables may hold one value: then the record knows it by one of their names.
      replay: ({ url, credential }) =>
        waiting.get(`${credential} ${url}`)?.shift() ?? others(waiting, url)?.shift() ?? 'blank',
      record: () => {},
    },
  };
}

function others(waiting: ReadonlyMap<string, RecordedResponse[]>, url: string): RecordedResponse[] | undefined {
  return [...waiting].find(([key, answers]) => key.endsWith(` ${url}`) && answers.length > 0)?.[1];
}

export async function readRecord(path: string, machine: Pick<Machine, 'files' | 'cwd'>): Promise<Result<Recording>> {
  const remedy = 'Make one: reconcile plan --record FILE.';
  const read = await readNamedText(path, MAX_GENERATED_FILE_BYTES, machine);
  if (!read.ok) {
    const name = {
      name: `The record ${path}`,
      code: 'record/unreadable',
      atMost: MAX_GENERATED_FILE_BYTES,
      remedy,
    } as const;
    return { ok: false, problems: [unreadProblem(read.why, name)] };
  }
  try {
    const parsed = recordShape.safeParse(JSON.parse(read.text));
    if (parsed.success) return { ok: true, value: parsed.data };
  } catch {
    // Said below: no JSON and no record are the same to whoever named it.
  }
  return {
    ok: false,
    problems: [
      {
        code: 'record/unreadable',
        message: `${path} is not a record that this version of reconcile made.`,
        remedy,
      },
    ],
  };
}

/** What a record file holds. */
export function recordText(record: Omit<Recording, 'format' | 'version'>): string {
  return `${JSON.stringify({ format: 'reconcile-record', version: 1, ...record }, null, 2)}\n`;
}

function namesByValue(env: Machine['env']): ReadonlyMap<string, string> {
  return new Map(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[value, name] as const])));
}
