/** A location in a layer document or in the settings. Lines and columns count from 1. */
export type Location = { readonly file: string; readonly line: number; readonly column: number };

/** Source lines around a location, with the part to underline. Never contains a secret. */
export type Excerpt = {
  readonly lines: readonly { readonly number: number; readonly text: string }[];
  /** Columns count from 1. */
  readonly underline: { readonly line: number; readonly column: number; readonly length: number };
};

export type Problem = {
  readonly code: ProblemCode;
  /** One sentence. Names the value found, not only the expected one. */
  readonly message: string;
  /** Absent if the cause is outside the documents, such as a refused token. */
  readonly location?: Location;
  readonly excerpt?: Excerpt;
  /** One instruction. */
  readonly remedy?: string;
  /** The layer, if the problem is about a single one. */
  readonly layer?: string;
  /** All layers that one cause stops, at least one, in document order. The message names the first ten. */
  readonly layers?: readonly string[];
  /** HTTP status of the API such as `401`, or a TikTok code such as `40105`. Absent without an answer. */
  readonly status?: string;
};

export type Result<T> = Success<T> | Failure;

export type Success<T> = { readonly ok: true; readonly value: T };

export type Failure<P = readonly Problem[]> = { readonly ok: false; readonly problems: P };

export function ok<T>(value: T): Success<T> {
  return { ok: true, value };
}

/** @param problems at most a few thousand: they are arguments. For problems of all documents, use `combine`. */
export function fail<P extends readonly Problem[]>(...problems: P): Failure<P> {
  return { ok: false, problems };
}

/** All values in order, or the problems of all results together. */
export function combine<const T extends readonly Result<unknown>[]>(results: T): Result<Values<T>> {
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return { ok: false, problems };
  // All succeeded, so there is one value per result, in the same order.
  return ok(results.flatMap((result) => (result.ok ? [result.value] : [])) as unknown as Values<T>);
}

type Values<T extends readonly Result<unknown>[]> = {
  readonly [K in keyof T]: T[K] extends Result<infer V> ? V : never;
};

/** Every problem code with its meaning. Source of the table in the README. */
export const PROBLEM_CODES = {
  'cli/usage': 'The command line is not one that reconcile knows.',
  'cli/not-interactive': 'A question could not be asked: no person is at the terminal.',
  'document/none': 'No layer document was found.',
  'document/unreadable': 'A file could not be read, or is not where it may be.',
  'document/too-large': 'A file is larger than reconcile reads: 1 MiB, or 256 MiB of plans, records and worlds.',
  'document/encoding': 'A file is not valid UTF-8.',
  'document/syntax': 'A file is not valid YAML or JSON.',
  'document/duplicate-key': 'One key is written twice in one map.',
  'document/directive': 'A %YAML 1.1 line, which would change what plain words mean.',
  'document/aliases': 'Aliases multiply beyond the limit, or name no anchor.',
  'document/several': 'A file holds more than one YAML document.',
  'document/unknown-field': 'A key that this document does not have.',
  'document/missing-field': 'A key that must be there is not.',
  'document/invalid-value': 'A value is of the wrong type or not one of those allowed.',
  'document/unquoted-id': 'A long id without quotes, which YAML would round.',
  'document/secret': 'Something that looks like a secret is written in a file.',
  'document/more-problems': 'A file has more than 100 problems; the others are only counted.',
  'document/variable': 'A ${NAME} that may not stand here, or whose name may not be used.',
  'document/variable-unset': 'The environment variable that a ${NAME} asks for is not set.',
  'document/extends': 'An extends that names no file, leaves the repository, or goes round in a circle.',
  'document/duplicate-name': 'Two documents have one name.',
  'document/duplicate-account': 'Two documents have one ad account.',
  'document/duplicate-project': 'Two documents have one project, and do not both name their own layer.',
  'document/two-currencies': 'A bare cap is inherited by ad accounts of two currencies.',
  'cap/currency': 'The cap is in another currency than the ad account.',
  'cap/amount': 'The cap is not an amount of its currency.',
  'settings/invalid': 'The settings file is wrong.',
  'settings/unmatched-rule': 'A warning: a rule under credentials matches no layer document.',
  'settings/origin': 'An API origin that credentials may not be sent to.',
  'credentials/missing': 'An environment variable with a credential is not set.',
  'api/unreachable': 'An API could not be reached, or did not answer in time.',
  'api/unreadable': 'An API answered with something that is not what it documents.',
  'api/refused': 'An API refused a request.',
  'api/unauthenticated': 'An API does not accept the credential.',
  'api/forbidden': 'The credential lacks a scope or a permission.',
  'api/not-found': 'What was asked for does not exist, or belongs to somebody else.',
  'api/rate-limited': 'An API limits the rate of requests, and waiting longer makes no sense.',
  'api/suspended': 'Layers suspended the key or the organization.',
  'api/denied': 'The write gate of Layers refuses an ad write.',
  'api/conflict': 'Layers refuses because of what is there now.',
  'layers/app': 'Which SDK app carries the CAPI toggle cannot be told.',
  'layers/layer-unknown': 'Which project layer the document means cannot be told.',
  'ledger/newer': 'A later version of reconcile wrote the ledger, so this one leaves it alone.',
  'ledger/external-id': 'A write of the ledger changed the customerExternalId of its project.',
  'ledger/revision': 'The revision of the ledger is a number that cannot be counted on from.',
  'ledger/too-large': 'The ledger does not fit into the project metadata.',
  'plan/unreadable': 'The saved plan could not be read.',
  'base/unknown': 'The base could not be found in git.',
  'base/no-git': 'git is not installed.',
  'base/no-repository': 'The folder is not in a git repository.',
  'base/other-owner': 'git does not read the repository, because it is owned by another user.',
  'base/unreadable': 'git could not read the repository.',
  'base/partial': 'The clone does not have all files of the base.',
  'base/sparse': 'A sparse checkout leaves layer documents out.',
  'base/submodule': 'Layer documents are in a submodule, so the base does not have them.',
  'base/invalid': 'The documents at the base are not valid, so they cannot be compared with.',
  'record/unreadable': 'The record of an earlier run could not be read.',
  'plan/mismatch': 'The saved plan was made for other documents, another API origin or another organization.',
  'apply/stale': 'A live value moved since it was read.',
  'apply/no-effect': 'A write was accepted and is not to be seen in what is live.',
  'apply/wrong-post': 'A Spark code authorises another post than the document says.',
  'apply/rejected': 'A person rejected a pause at the write gate, so this plan does not ask for it again.',
  'apply/partial': 'A change was carried out in part before it failed.',
  'apply/concurrent-run': 'Another apply is at work on the same project.',
  'apply/incomplete': 'Nothing was applied, because no layer could be planned.',
  'apply/interrupted': 'The apply was asked to stop.',
  'confirm/invalid': 'What was pasted is not a config of this layer.',
  'confirm/not-ours': 'Another repository manages the layer.',
  'confirm/not-recorded': 'A statement could not be recorded.',
  'confirm/contradicted': 'What was pasted disagrees with what an API shows.',
  'github/not-planned': 'A pull request changes layers, and its author is not one for whom credentials are at hand.',
  'github/not-reviewed':
    'What came onto the branch has no reviewed plan that can be trusted, or another one than was named.',
  'github/no-pull-request': 'Which pull request a comment belongs to cannot be told.',
  'github/refused': 'GitHub refused a request.',
  'github/rate-limited': 'GitHub limits the rate of requests, and waiting longer makes no sense.',
  'github/unreachable': 'GitHub could not be reached, or failed by its own fault.',
  'github/unreadable': 'GitHub, or the event it wrote down, said something that is not what it documents.',
  'disk/unwritable': 'A file could not be written.',
  'sandbox/world': 'The world file is wrong.',
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/**
 * Whether a write that ended with these problems may have succeeded: without an answer, or with an unreadable one.
 * `false` for a clear refusal and for a request that was rejected by the rate limit.
 */
export function isUnclear(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'api/unreachable' || code === 'api/unreadable');
}
