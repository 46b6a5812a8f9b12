import { type Allowance, POLICY_NAMES, type PolicyName, type Problem, type Result } from '../model/index.ts';

/** What every command takes. */
export type CommonOptions = { readonly config?: string; readonly sandbox?: string | true; readonly format: Format };

export type Format = 'text' | 'json' | 'markdown';

/** `cap-max=acme-ios`, as often as given. A policy that does not exist is a typing mistake, and lifts nothing. */
export function parseAllowances(given: readonly string[]): Result<readonly Allowance[]> {
  const allowances: Allowance[] = [];
  const problems: Problem[] = [];
  for (const text of given) {
    const [policy = '', subject = ''] = split(text);
    if (isPolicy(policy) && subject !== '') allowances.push({ policy, subject });
    else {
      problems.push({
        code: 'cli/usage',
        message: `--allow ${text} is not of the form POLICY=NAME.`,
        remedy: `Copy it from the refusal. Policies: ${Object.keys(POLICY_NAMES).join(', ')}.`,
      });
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: allowances };
}

function split(text: string): readonly string[] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function isPolicy(name: string): name is PolicyName {
  return Object.hasOwn(POLICY_NAMES, name);
}

/** What was to be lifted and was not there to be: most likely a name with a slip. `undefined` where all were of use. */
export function idleAllowances(given: readonly Allowance[], used: readonly Allowance[]): string | undefined {
  const idle = given.filter(
    (one) => !used.some(({ policy, subject }) => policy === one.policy && subject === one.subject),
  );
  if (idle.length === 0) return undefined;
  return `Lifted nothing: ${idle.map(({ policy, subject }) => `--allow ${policy}=${subject}`).join(', ')}.\n`;
}
