import { isThisMachine } from '../model/index.ts';

/** A normalized address, or its fault as the end of a sentence. */
export type ProxyRead = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly fault: string };

/** Proxies of the environment. `none`: hosts without a proxy, in the form of NO_PROXY. */
export type Proxies = { readonly https?: ProxyRead; readonly http?: ProxyRead; readonly none: string };

/** The first non-empty one counts; curl and undici also prefer lowercase. */
const PROXY_VARIABLES = {
  https: ['https_proxy', 'HTTPS_PROXY'],
  http: ['http_proxy', 'HTTP_PROXY'],
  none: ['no_proxy', 'NO_PROXY'],
} as const;

/** Parses `http://proxy.acme.example:3128`, also without the scheme. The fault never repeats the text (password). */
export function readProxy(text: string): ProxyRead {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) return { ok: false, fault: 'is not the address of a proxy' };
  const { protocol, pathname, search, hash, username, password, href } = new URL(whole);
  if (protocol !== 'http:' && protocol !== 'https:') return { ok: false, fault: 'is not an http or https address' };
  if (pathname !== '/' || search !== '' || hash !== '' || /[?#]/.test(whole)) {
    return { ok: false, fault: 'contains more than scheme, user, host and port' };
  }
  if (!isEncoded(username) || !isEncoded(password)) {
    return { ok: false, fault: 'has a user name or password with a % that is not part of %XX' };
  }
  return { ok: true, url: href };
}

export function proxiesOf(env: Environment): Proxies {
  const [https, http, none] = [PROXY_VARIABLES.https, PROXY_VARIABLES.http, PROXY_VARIABLES.none].map((names) =>
    firstOf(names, env),
  );
  return {
    ...(https && { https: readProxy(https.value) }),
    ...(http && { http: readProxy(http.value) }),
    none: none?.value ?? '',
  };
}

/** Variables with an invalid proxy address, and their faults. */
export function brokenProxies(env: Environment): readonly { readonly variable: string; readonly fault: string }[] {
  return [PROXY_VARIABLES.https, PROXY_VARIABLES.http].flatMap((names) => {
    const first = firstOf(names, env);
    const read = first && readProxy(first.value);
    return first === undefined || read?.ok !== false ? [] : [{ variable: first.variable, fault: read.fault }];
  });
}

type Environment = Readonly<Record<string, string | undefined>>;

function firstOf(names: readonly string[], env: Environment): { variable: string; value: string } | undefined {
  return names.map((variable) => ({ variable, value: env[variable]?.trim() ?? '' })).find(({ value }) => value !== '');
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Host and port of the proxy for an origin; `null` for a direct connection. Never contains its user or password. */
export function proxyHost(origin: string, env: Environment): string | null {
  const { protocol, hostname } = new URL(origin);
  const proxies = proxiesOf(env);
  const proxy = protocol === 'https:' ? proxies.https : proxies.http;
  const isDirect = isThisMachine(hostname) || proxies.none.split(/[,\s]+/).some((entry) => covers(entry, hostname));
  return proxy?.ok !== true || isDirect ? null : new URL(proxy.url).host;
}

/** Like undici, an entry covers a host and those below it. */
function covers(entry: string, hostname: string): boolean {
  const host = entry
    .replace(/^\*?\./, '')
    .replace(/:\d+$/, '')
    .toLowerCase();
  return entry === '*' || (host !== '' && (hostname === host || hostname.endsWith(`.${host}`)));
}
