import type { Delivery } from './deliver.ts';
import type { Fault, FaultKind } from './fault-shape.ts';
import { isMap, type Json, type JsonObject } from './json.ts';
import { type Answer, matchesPattern, type Request } from './route.ts';

export type ScriptedFault = Fault & {
  /** Number of matching requests that passed. */
  passed: number;
  /** Number of requests that it affected. */
  played: number;
};

export type FaultList<W> = {
  entries: ScriptedFault[];
  /** The world before the last write. Kept only for a stale read, because copying a large world is slow. */
  before: W | undefined;
};

export function faultList<W>(faults: readonly Fault[]): FaultList<W> {
  return { entries: faults.map(scriptFault), before: undefined };
}

export function scriptFault(fault: Fault): ScriptedFault {
  return { ...fault, passed: 0, played: 0 };
}

/** The fault for this request, if one is due. Counts the request. */
export function takeFault(list: FaultList<unknown>, request: Pick<Request, 'method' | 'path'>): FaultKind | undefined {
  for (const entry of list.entries) {
    if (entry.played >= entry.times || !matches(entry, request)) continue;
    if (entry.passed < entry.after) {
      entry.passed += 1;
      continue;
    }
    entry.played += 1;
    return entry.fault;
  }
  return undefined;
}

/** Saves the world before a write if a stale read is still due. */
export function rememberBefore<W>(list: FaultList<W>, world: W): void {
  const isDue = list.entries.some(({ fault, played, times }) => fault.kind === 'stale-read' && played < times);
  if (isDue) list.before = structuredClone(world);
}

type FaultEffect = {
  /** Absent: no fault. */
  readonly fault?: FaultKind['kind'];
  /** Whether the request takes effect. */
  readonly commits: boolean;
  /** Whether it is answered from the world before the last write. */
  readonly stale: boolean;
  /** The answer to send instead. Its argument is `undefined` if the request took no effect. */
  readonly answer: (real: Answer | undefined) => Answer | undefined;
  readonly delivery: Delivery;
};

export const NO_FAULT: FaultEffect = {
  commits: true,
  stale: false,
  answer: (real) => real,
  delivery: { kind: 'whole' },
};

const HTML =
  '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n';

/** Answers of one API to faults, in its own envelope. */
export type FaultAnswers = {
  readonly failed: () => Answer;
  readonly throttled: (fault: FaultKind<'throttle'>) => Answer;
};

export function effectOf(fault: FaultKind | undefined, answers: FaultAnswers): FaultEffect {
  return fault === undefined ? NO_FAULT : { ...NO_FAULT, ...changesOf(fault, answers), fault: fault.kind };
}

/** The answer without the last entries of its list. Counts, cursors and page numbers are unchanged. */
export function shortened(answer: Answer, missing: number): Answer {
  const body = parse(answer.text);
  if (!isMap(body)) return answer;
  // The payload is in `data` at TikTok, and the body itself at Layers.
  const text = isMap(body.data)
    ? print({ ...body, data: withShortList(body.data, missing) })
    : print(withShortList(body, missing));
  return { ...answer, text };
}

function matches(fault: Fault, request: Pick<Request, 'method' | 'path'>): boolean {
  return (fault.method === undefined || fault.method === request.method) && matchesPattern(fault.path, request.path);
}

function changesOf(fault: FaultKind, answers: FaultAnswers): Partial<FaultEffect> {
  switch (fault.kind) {
    case 'status':
      return { commits: fault.commits, answer: () => otherAnswer(fault, answers.failed) };
    case 'latency':
      return { delivery: { kind: 'late', ms: fault.ms } };
    case 'reset-before':
      return { commits: false, delivery: { kind: 'never' } };
    case 'reset-after':
      return { delivery: { kind: 'never' } };
    case 'truncate':
      return { delivery: { kind: 'half' } };
    case 'not-json':
      return {
        commits: false,
        answer: () => ({ status: fault.status, headers: { 'content-type': 'text/html' }, text: HTML }),
      };
    case 'throttle':
      return { commits: false, answer: () => answers.throttled(fault) };
    case 'short-page':
      return { answer: (real) => (real === undefined ? real : shortened(real, fault.missing)) };
    case 'stale-read':
      return { stale: true };
    case 'slow-drip':
      return { delivery: { kind: 'drops', ms: fault.ms, bytes: fault.bytes } };
    default:
      return fault satisfies never;
  }
}

function otherAnswer(fault: FaultKind<'status'>, refuse: () => Answer): Answer {
  const { status, body, headers } = fault;
  if (body === undefined) {
    const refusal = refuse();
    return { ...refusal, status, headers: { ...refusal.headers, ...headers } };
  }
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  return { status, headers: { 'content-type': type, ...headers }, text: isText ? body : JSON.stringify(body) };
}

function withShortList(payload: JsonObject, missing: number): JsonObject {
  const name = Object.keys(payload).find((key) => Array.isArray(payload[key]));
  const list = name === undefined ? undefined : payload[name];
  if (name === undefined || !Array.isArray(list)) return payload;
  return { ...payload, [name]: list.slice(0, Math.max(0, list.length - missing)) };
}

/** Marks long integers, which are kept as they are: a JavaScript number would round them. */
const MARK = '\u0001';

function parse(text: string): Json | undefined {
  try {
    const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) =>
      token.startsWith('"') ? token : `"\\u0001${token}"`,
    );
    // JSON.parse only returns JSON.
    return JSON.parse(marked) as Json;
  } catch {
    return undefined;
  }
}

function print(value: Json): string {
  const escaped = JSON.stringify(MARK).slice(1, -1);
  return JSON.stringify(value).replaceAll(new RegExp(`"${escaped.replace('\\', '\\\\')}(-?\\d+)"`, 'g'), '$1');
}
