/** Syntaxes of shells. `sh` also covers bash and zsh. */
export const ENV_SHELLS = ['sh', 'fish', 'powershell'] as const;

export type EnvShell = (typeof ENV_SHELLS)[number];

/**
 * Lines that set origins and credentials when a shell evaluates them. Values are literal, so nothing in them is run.
 */
export function envLines(env: Readonly<Record<string, string>>, shell: EnvShell): string {
  return Object.entries(env)
    .filter(([name]) => SETTABLE.test(name))
    .map(([name, value]) => `${LINES[shell](name, value)}\n`)
    .join('');
}

/** A world file must not set variables that steer other programs, such as `PATH` or `NODE_OPTIONS`. */
const SETTABLE = /^(SPARK_[A-Z0-9_]+|[A-Z0-9_]*(_KEY|_TOKEN|_SECRET|_API_URL))$/;

/**
 * Source: POSIX 2.2.2 single-quotes; fishshell.com, language, quotes; learn.microsoft.com, about_Quoting_Rules, which
 * also names the typographic quotes that end a string (documented).
 */
const LINES: Readonly<Record<EnvShell, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  fish: (name, value) => `set -gx ${name} '${value.replace(/['\\]/g, '\\$&')}'`,
  powershell: (name, value) => `$Env:${name} = '${value.replace(/['\u2018-\u201B]/g, '$&$&')}'`,
};
