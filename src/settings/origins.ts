import { DEFAULT_ORIGINS, isLoopback, type Problem } from '../model/index.ts';

/**
 * Hosts to which each API's credentials may be sent by default. Sources: base addresses in both APIs' documentation
 * (documented).
 */
const OWN_HOSTS: Readonly<Record<'layers' | 'tiktok', readonly string[]>> = {
  layers: ['api.layers.com'],
  tiktok: ['business-api.tiktok.com', 'sandbox-ads.tiktok.com'],
};

/** A normalized origin (`https://api.layers.com`), or its fault as the end of a sentence. */
export type OriginRead =
  | { readonly ok: true; readonly origin: string }
  | { readonly ok: false; readonly fault: string };

/** Parses scheme, host and port. The text is never repeated, because it may contain a password. */
export function readOrigin(text: string): OriginRead {
  if (!URL.canParse(text)) return { ok: false, fault: 'is not a URL' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, fault: 'is not an https URL' };
  if (url.username !== '' || url.password !== '') return { ok: false, fault: 'contains a user name or password' };
  if (url.pathname !== '/' || /[?#]/.test(text)) return { ok: false, fault: 'contains more than scheme and host' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { ok: false, fault: 'is not https' };
  return { ok: true, origin: url.origin };
}

/**
 * Problem if credentials may not be sent to an origin; `undefined` if they may. Allowed are the API's own hosts, this
 * machine, and the hosts in `RECONCILE_ALLOW_ORIGINS`.
 *
 * @param allowOrigins the variable's value: hosts (or whole origins) separated by commas or spaces
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
    remedy: `Use ${DEFAULT_ORIGINS[which]}, or add ${host} to the environment variable RECONCILE_ALLOW_ORIGINS.`,
  };
}

/** The fault of RECONCILE_ALLOW_ORIGINS as the end of a sentence. */
export function allowedOriginFault(value: string): string | undefined {
  const isHost = (entry: string): boolean => {
    const address = `https://${entry.replace(/\/$/, '')}`;
    return !/[/?#@*]/.test(entry.replace(/\/$/, '')) && URL.canParse(address);
  };
  return entriesOf(value).every((entry) => isHost(entry) || readOrigin(entry).ok)
    ? undefined
    : 'contains an entry that is neither a host nor an origin such as https://layers.example.com';
}

function entriesOf(allowOrigins: string): readonly string[] {
  return allowOrigins.split(/[\s,]+/).filter((entry) => entry !== '');
}

function wrongOrigin(message: string, which: 'layers' | 'tiktok'): Problem {
  return { code: 'settings/origin', message, remedy: `Write only scheme and host, such as ${DEFAULT_ORIGINS[which]}.` };
}
