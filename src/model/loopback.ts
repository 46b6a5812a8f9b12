/**
 * Whether a host is this machine by a name that no resolver can redirect. Traffic to it may be unencrypted.
 *
 * @param hostname as the URL class returns it, which normalizes all forms of `127.0.0.1`
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    /^127(\.\d{1,3}){3}$/.test(hostname) ||
    // The second is 127.0.0.0/8 in IPv6.
    /^\[::(1|ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})]$/.test(hostname)
  );
}

/**
 * Whether a host is meant to be this machine, so no proxy is used. A resolver may redirect `api.localhost`, and
 * `0.0.0.0` is this machine only on most systems.
 *
 * @param hostname as the URL class returns it
 */
export function isThisMachine(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return isLoopback(name) || name.endsWith('.localhost') || name === '0.0.0.0' || name === '[::]';
}
