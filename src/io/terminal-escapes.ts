/** Whether the terminal understands escape sequences. Windows Terminal does not set `TERM`. */
export function hasEscapes(env: Readonly<Record<string, string | undefined>>): boolean {
  const term = env.TERM ?? '';
  return term === '' ? (env.WT_SESSION ?? '') !== '' : term !== 'dumb';
}
