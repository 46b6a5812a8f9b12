import { createHash } from 'node:crypto';
import { isMap, type Json, type JsonObject } from '../core/json.ts';
import type { Answer } from '../core/route.ts';
import type { State } from './world.ts';

/** Reply of a TikTok route, without the envelope. */
export type Reply =
  | { readonly ok: true; readonly data: JsonObject }
  | { readonly ok: false; readonly code: number; readonly message: string };

/** Source: the page on return codes; constants of the SDK (second-hand documentation). */
export const PERMISSION_ERROR = 40001;
export const PARAMETER_ERROR = 40002;
export const NOT_EXIST = 40007;
export const NOT_IMPLEMENTED = 40008;
export const TOO_MANY_IDS = 40011;
export const DUPLICATED_REQUEST = 40050;
export const VERSION_ERROR = 40051;
export const BATCH_TOO_LARGE = 40061;
export const PII_NOT_HASHED = 40062;
export const SECRET_WRONG = 40101;
export const TOKEN_EXPIRED = 40102;
export const TOKEN_EMPTY = 40104;
export const TOKEN_INVALID = 40105;
export const AUTH_CODE_ERROR = 40110;
export const APP_MISSING = 40113;
export const SYSTEM_ERROR = 50000;

export function accepted(data: JsonObject): Reply {
  return { ok: true, data };
}

export function declined(code: number, message: string): Reply {
  return { ok: false, code, message };
}

/** Refuses wrong parameters: 40002. */
export function invalid(message: string): Reply {
  return declined(PARAMETER_ERROR, message);
}

/**
 * Puts a reply in TikTok's envelope: always HTTP 200; failure is in `code`.
 *
 * Source: "API response" (documented); the log id as a header is second-hand.
 *
 * @param manner.dropsNulls leaves out members that are null
 * @param manner.events fails like the Events API: other statuses and forms were observed
 */
export function envelope(
  reply: Reply,
  state: State,
  manner: { readonly dropsNulls?: true; readonly events?: true } = {},
): Answer {
  const { ids64AsNumbers, extraMembers, eventRefusalStatus, eventRefusalsHaveData } = state.world.switches;
  const data: Json = reply.ok ? (manner.dropsNulls ? withoutNulls(reply.data) : reply.data) : {};
  const bare = manner.events === true && !reply.ok && !eventRefusalsHaveData;
  const requestId = requestIdOf(state);
  const code = reply.ok ? 0 : reply.code;
  const body: JsonObject = {
    code,
    message: reply.ok ? 'OK' : reply.message,
    request_id: requestId,
    ...(bare ? {} : { data }),
  };
  const text = JSON.stringify(extraMembers ? withExtras(body) : body);
  return {
    status: manner.events === true && code === PARAMETER_ERROR ? eventRefusalStatus : 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'X-Tt-Logid': requestId },
    text: ids64AsNumbers ? withBareIds(text) : text,
    code,
  };
}

/** For an unknown path, or one without a slash at the end (second-hand documentation). */
export function pageNotFound(): Answer {
  return { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, text: '404 page not found' };
}

/** 14 digits of UTC time and 20 uppercase hex digits (observed by third parties). */
function requestIdOf(state: State): string {
  const time = state.now().toISOString().replace(/\D/g, '').slice(0, 14);
  const hex = createHash('sha256').update(String(state.requests)).digest('hex').slice(0, 20);
  return `${time}${hex.toUpperCase()}`;
}

function withExtras(value: Json): Json {
  if (Array.isArray(value)) return value.map(withExtras);
  if (!isMap(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withExtras(member)] as const);
  return { ...Object.fromEntries(members), undocumented_member: { since: 'tomorrow', list: [1, null] } };
}

/** Removes the quotes of long ids. Matches whole strings, so digits inside a text stay; keys keep their quotes. */
function withBareIds(text: string): string {
  return text.replace(/"((?:[^"\\]|\\.)*)"(\s*:)?/g, (whole, inside: string, colon?: string) =>
    colon === undefined && /^[1-9]\d{15,19}$/.test(inside) ? inside : whole,
  );
}

/** The value without members that are null. Items of lists stay. */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}
