import { DEFAULT_ORIGINS, isLoopback, type Problem } from '../model/index.ts';

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
  const named = entriesOf(allowOrigins ?? '').some((entry) =>
    [host, hostname, read.origin].includes(entry.toLowerCase().replace(/\/$/, '')),
  );
  if (OWN_HOSTS[which].includes(host) || isLoopback(hostname) || named) return undefined;
  return {
    code: 'settings/origin',
    message: `Credentials for ${api} may not be sent to ${host}.`,
    remedy: `If ${host} is meant, name it in RECONCILE_ALLOW_ORIGINS where reconcile runs; otherwise use ${DEFAULT_ORIGINS[which]}.`,
  };
}

/** How the value of RECONCILE_ALLOW_ORIGINS is wrong, as the end of a sentence; `undefined` where it is right. */
export function allowedOriginFault(value: string): string | undefined {
  const isHost = (entry: string): boolean => {
    const address = `https://${entry.replace(/\/$/, '')}`;
    return !/[/?#@*]/.test(entry.replace(/\/$/, '')) && URL.canParse(address);
  };
  return entriesOf(value).every((entry) => isHost(entry) || readOrigin(entry).ok)
    ? undefined
    : 'names something that is neither a host nor an origin such as https://layers.example.com';
}

function entriesOf(allowOrigins: string): readonly string[] {
  return allowOrigins.split(/[\s,]+/).filter((entry) => entry !== '');
}

function wrongOrigin(message: string, which: 'layers' | 'tiktok'): Problem {
  return { code: 'settings/origin', message, remedy: `Write scheme and host only: ${DEFAULT_ORIGINS[which]}.` };
}
