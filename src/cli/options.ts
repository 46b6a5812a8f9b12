import {
  type Allowance,
  fail,
  nearest,
  ok,
  POLICY_NAMES,
  type PolicyName,
  type Problem,
  type Result,
} from '../model/index.ts';

/** Options of every command. */
export type CommonOptions = { readonly config?: string; readonly sandbox?: string | true; readonly format: Format };

export type Format = 'text' | 'json' | 'markdown' | 'html';

/** The file of an option; `undefined` if there is none, or `-` means standard output. */
export function inFile(path: string | undefined): string | undefined {
  return path === '-' ? undefined : path;
}

/** @param option has `-` as its file */
export function bothOnStdout(option: string): Problem {
  return {
    code: 'cli/usage',
    message: `${option} - and --format json both write to standard output.`,
    remedy: `Pass a file to ${option}, or leave out --format json.`,
  };
}

/** Parses `cap-max=acme-ios` (repeatable). An unknown policy is a problem and allows nothing. */
export function parseAllowances(given: readonly string[]): Result<readonly Allowance[]> {
  const allowances: Allowance[] = [];
  const problems: Problem[] = [];
  for (const text of given) {
    const read = readAllowance(text);
    if (read.ok) allowances.push(read.allowance);
    else problems.push({ code: 'cli/usage', message: `--allow ${text}: ${read.fault}`, remedy: read.remedy });
  }
  return problems.length > 0 ? fail(...problems) : ok(allowances);
}

/** A parsed `--allow`, or its fault and the remedy, one sentence each. */
type AllowanceRead =
  | { readonly ok: true; readonly allowance: Allowance }
  | { readonly ok: false; readonly fault: string; readonly remedy: string };

export function readAllowance(text: string): AllowanceRead {
  const wrong = (fault: string, remedy: string): AllowanceRead => ({ ok: false, fault, remedy });
  const [policy = '', subject] = split(text);
  const known = Object.keys(POLICY_NAMES);
  const meant = nearest(policy, known);
  const list = `Policies: ${known.join(', ')}.`;
  if (isPolicy(policy) && subject !== undefined && subject.trim() !== '') {
    return { ok: true, allowance: { policy, subject } };
  }
  if (isPolicy(policy)) {
    return wrong(
      `it has no name for the policy ${policy}.`,
      `Write ${policy}=NAME, with a layer, a currency or all as the name.`,
    );
  }
  if (policy !== '' && subject !== undefined) {
    const remedy = meant === undefined ? list : `Did you mean ${meant}=${subject}? ${list}`;
    return wrong(`${JSON.stringify(policy)} is not a policy.`, remedy);
  }
  if (/[/\\]|\.(ya?ml|json)$/i.test(text)) {
    return wrong('it is a file name, not POLICY=NAME.', 'Pass files as arguments, without --allow.');
  }
  const remedy = `Copy it from the refusal. ${meant === undefined ? '' : `Did you mean ${meant}=NAME? `}${list}`;
  return wrong('it is not POLICY=NAME.', remedy);
}

function split(text: string): readonly string[] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function isPolicy(name: string): name is PolicyName {
  return Object.hasOwn(POLICY_NAMES, name);
}

/** Allowances without effect, most likely because of a typo; `undefined` if all had one. */
export function unusedAllowances(given: readonly Allowance[], used: readonly Allowance[]): string | undefined {
  const unused = given.filter(
    (one) => !used.some(({ policy, subject }) => policy === one.policy && ['all', subject].includes(one.subject)),
  );
  if (unused.length === 0) return undefined;
  return `Without effect: ${unused.map(({ policy, subject }) => `--allow ${policy}=${subject}`).join(', ')}.\n`;
}
