/** Lines and columns count from 1. */
export type Location = { readonly file: string; readonly line: number; readonly column: number };

/** Lines around a location, with the part to underline. Never contains a secret. */
export type Excerpt = {
  readonly lines: readonly { readonly number: number; readonly text: string }[];
  /** Columns count from 1. */
  readonly underline: { readonly line: number; readonly column: number; readonly length: number };
};

export type Problem = {
  readonly code: ProblemCode;
  /** One sentence with the value found. */
  readonly message: string;
  /** Absent if the cause is outside the documents. */
  readonly location?: Location;
  readonly excerpt?: Excerpt;
  /** One instruction. */
  readonly remedy?: string;
  /** The layer, if the problem is about a single one. */
  readonly layer?: string;
  /** Layers that one cause stops (at least one), in document order. The message names the first ten. */
  readonly layers?: readonly string[];
  /** HTTP status such as `401`, or a TikTok code such as `40105`. Absent without an answer. */
  readonly status?: string;
};

export type Result<T> = Success<T> | Failure;

export type Success<T> = { readonly ok: true; readonly value: T };

export type Failure<P = readonly Problem[]> = { readonly ok: false; readonly problems: P };

export function ok<T>(value: T): Success<T> {
  return { ok: true, value };
}

/** @param problems at most a few thousand, because they are arguments; otherwise use `combine` */
export function fail<P extends readonly Problem[]>(...problems: P): Failure<P> {
  return { ok: false, problems };
}

/** All values in order, or the problems of all results together. */
export function combine<const T extends readonly Result<unknown>[]>(results: T): Result<Values<T>> {
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return { ok: false, problems };
  // All succeeded: one value per result.
  return ok(results.flatMap((result) => (result.ok ? [result.value] : [])) as unknown as Values<T>);
}

type Values<T extends readonly Result<unknown>[]> = {
  readonly [K in keyof T]: T[K] extends Result<infer V> ? V : never;
};

/** Source of the table in the README. */
export const PROBLEM_CODES = {
  'cli/usage': 'The command line is invalid.',
  'cli/not-interactive': 'A question could not be asked: there is no terminal.',
  'document/none': 'No layer document was found.',
  'document/unreadable': 'A file could not be read, or is outside the allowed folders.',
  'document/too-large': 'A file exceeds the limit: 1 MiB, or 256 MiB for plans, recordings and worlds.',
  'document/encoding': 'A file is not valid UTF-8.',
  'document/syntax': 'A file is not valid YAML or JSON.',
  'document/duplicate-key': 'A map contains the same key twice.',
  'document/directive': 'A %YAML 1.1 line, which would change the meaning of plain words.',
  'document/aliases': 'Aliases multiply beyond the limit, or refer to no anchor.',
  'document/several': 'A file contains more than one YAML document.',
  'document/unknown-field': 'An unknown key.',
  'document/missing-field': 'A required key is missing.',
  'document/invalid-value': 'A value has the wrong type or is not allowed.',
  'document/unquoted-id': 'A long id without quotes, which YAML would round.',
  'document/secret': 'A file contains a value that looks like a secret.',
  'document/more-problems': 'A file has more than 100 problems; the rest is only counted.',
  'document/variable': 'A ${NAME} is not allowed here, or its name is not allowed.',
  'document/variable-unset': 'The environment variable of a ${NAME} is not set.',
  'document/extends': 'An extends that refers to no file, leaves the repository, or is a cycle.',
  'document/duplicate-name': 'Two documents have the same name.',
  'document/duplicate-account': 'Two documents have the same ad account.',
  'document/duplicate-project': 'Two documents have the same project, and do not both name their layer.',
  'document/two-currencies': 'A bare cap is inherited by ad accounts of two currencies.',
  'document/others-invalid': 'A warning: documents that the command does not cover are invalid.',
  'cap/currency': 'The cap has a different currency than the ad account.',
  'cap/amount': 'The cap is not a valid amount of its currency.',
  'settings/invalid': 'The settings file is invalid.',
  'settings/unmatched-rule': 'A warning: a rule under credentials matches no layer document.',
  'settings/origin': 'Credentials cannot be sent to this API origin.',
  'credentials/missing': 'An environment variable with a credential is not set.',
  'api/unreachable': 'An API could not be reached, or did not respond in time.',
  'api/unreadable': 'An API returned an undocumented response.',
  'api/refused': 'An API refused a request.',
  'api/unauthenticated': 'An API does not accept the credential.',
  'api/forbidden': 'The credential lacks a scope or a permission.',
  'api/not-found': 'A requested object does not exist, or belongs to a different organization.',
  'api/rate-limited': 'An API limits the rate of requests, and the wait would be too long.',
  'api/suspended': 'Layers suspended the key or the organization.',
  'api/denied': 'The write gate of Layers refuses an ad write.',
  'api/conflict': 'Layers refuses a write because of the current state.',
  'layers/app': 'The SDK app with the CAPI toggle is ambiguous or missing.',
  'layers/layer-unknown': 'The project layer of a document is ambiguous or missing.',
  'ledger/newer': 'A later version of reconcile wrote the ledger, so this version does not change it.',
  'ledger/external-id': 'A write of the ledger changed the customerExternalId of its project.',
  'ledger/revision': 'The revision of the ledger is not a number that can be increased.',
  'ledger/too-large': 'The ledger does not fit into the project metadata.',
  'plan/unreadable': 'The saved plan could not be read.',
  'base/unknown': 'The base does not exist in git.',
  'base/no-git': 'git is not installed.',
  'base/no-repository': 'The folder is not in a git repository.',
  'base/other-owner': 'git does not read the repository, because a different user owns it.',
  'base/unreadable': 'git could not read the repository.',
  'base/partial': 'The clone does not have all files of the base.',
  'base/sparse': 'A sparse checkout leaves out layer documents.',
  'base/submodule': 'Layer documents are in a submodule, so the base does not have them.',
  'base/invalid': 'The documents at the base are invalid, so they cannot be compared.',
  'record/unreadable': 'The recording of an earlier run could not be read.',
  'plan/mismatch': 'The saved plan was made for other documents, a different API origin or a different organization.',
  'apply/stale': 'A live value changed since it was read.',
  'apply/no-effect': 'A write was accepted, but the live value did not change.',
  'apply/wrong-post': 'A Spark code authorises a different post than the document names.',
  'apply/rejected': 'A person rejected a pause at the write gate, so this plan does not request it again.',
  'apply/partial': 'A part of a failed change succeeded.',
  'apply/concurrent-run': 'A different run is writing to the same project.',
  'apply/incomplete': 'Nothing was applied, because no layer could be planned.',
  'apply/interrupted': 'The apply was interrupted.',
  'confirm/invalid': 'The pasted text is not a config of this layer.',
  'confirm/not-ours': 'A different repository manages the layer.',
  'confirm/not-adopted': 'The current config is unknown, so a manual step cannot be confirmed.',
  'confirm/not-recorded': 'A statement could not be recorded.',
  'confirm/contradicted': 'The pasted config differs from the values that an API shows.',
  'github/not-planned': 'A pull request changes layers, but its author has no access to credentials.',
  'github/not-reviewed': 'Commits on the branch have no trusted reviewed plan, or a different plan than the named one.',
  'github/no-pull-request': 'The pull request of a comment is unknown.',
  'github/refused': 'GitHub refused a request.',
  'github/rate-limited': 'GitHub limits the rate of requests, and the wait would be too long.',
  'github/unreachable': 'GitHub could not be reached, or failed.',
  'github/unreadable': 'GitHub, or the event file, returned an undocumented response.',
  'disk/unwritable': 'A file could not be written.',
  'sandbox/world': 'The world file is invalid.',
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/**
 * Whether the write may have succeeded: without an answer, or with an unreadable one. `false` for a refusal or a rate
 * limit.
 */
export function isUnclear(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'api/unreachable' || code === 'api/unreadable');
}
