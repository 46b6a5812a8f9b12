import { DEFAULT_ORIGINS, type Problem } from '../model/index.ts';

/** Hosts to which each API's credentials may go without being asked. Sources: base addresses in both APIs' documentation (documented). */
const OWN_HOSTS: Readonly<Record<'layers' | 'tiktok', readonly string[]>> = {
  layers: ['api.layers.com'],
  tiktok: ['business-api.tiktok.com', 'sandbox-ads.tiktok.com'],
};

/** An origin in its one form (`https://api.layers.com`), or how it is wrong, as the end of a sentence. */
export type OriginRead =
  | { readonly ok: true; readonly origin: string }
  | { readonly ok: false; readonly fault: string };

/** Scheme, host and port, nothing else; `http` only for this machine. The text is never repeated: it may hold a password. */
export function readOrigin(text: string): OriginRead {
  if (!URL.canParse(text)) return { ok: false, fault: 'is not a URL' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, fault: 'is not an https URL' };
  if (url.username !== '' || url.password !== '') return { ok: false, fault: 'holds a user name or password' };
  if (url.pathname !== '/' || /[?#]/.test(text)) return { ok: false, fault: 'holds more than scheme and host' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { ok: false, fault: 'is not https' };
  return { ok: true, origin: url.origin };
}

/**
 * Why credentials may not be sent to an origin: they go to the API's own hosts, to this machine, and to hosts that
 * `RECONCILE_ALLOW_ORIGINS` names. `undefined` where they may.
 *
 * @param allowOrigins the variable's value: hosts (or whole origins) between commas or spaces
 */
export function originProblem(
  origin: string,
  which: 'layers' | 'tiktok',
  allowOrigins: string | undefined,
): Problem | undefined {
  const read = readOrigin(origin);
  const api = which === 'layers' ? 'Layers' : 'TikTok';
  if (!read.ok) return wrongOrigin(`The ${api} origin ${read.fault}.`, which);
  const { hostname, host } = new URL(read.origin);
  const allowed = (allowOrigins ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  const named = allowed.some((entry) => [host, hostname, read.origin].includes(entry.toLowerCase().replace(/\/$/, '')));
  if (OWN_HOSTS[which].includes(host) || isLoopback(hostname) || named) return undefined;
  return {
    code: 'settings/origin',
    message: `Credentials for ${api} may not be sent to ${host}.`,
    remedy: `If ${host} is meant, name it in RECONCILE_ALLOW_ORIGINS where reconcile runs; otherwise use ${DEFAULT_ORIGINS[which]}.`,
  };
}

function wrongOrigin(message: string, which: 'layers' | 'tiktok'): Problem {
  return { code: 'settings/origin', message, remedy: `Write scheme and host only: ${DEFAULT_ORIGINS[which]}.` };
}

/** This machine, by the names that no resolver can point elsewhere. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
