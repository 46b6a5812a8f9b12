/**
 * Whether a host is this machine by a name that no resolver can point elsewhere: what goes there may be unencrypted.
 *
 * @param hostname as the URL class gives it, which turns decimal, octal and hexadecimal forms of `127.0.0.1` into that one
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    /^127(\.\d{1,3}){3}$/.test(hostname) ||
    // The second is 127.0.0.0/8 as IPv6 has it.
    /^\[::(1|ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})]$/.test(hostname)
  );
}

/**
 * Whether a host is meant to be this machine, so that nobody else is asked the way to it. Wider than `isLoopback`: a
 * resolver may say otherwise of `api.localhost`, and `0.0.0.0` is this machine on most systems only.
 *
 * @param hostname as the URL class gives it
 */
export function isThisMachine(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return isLoopback(name) || name.endsWith('.localhost') || name === '0.0.0.0' || name === '[::]';
}
