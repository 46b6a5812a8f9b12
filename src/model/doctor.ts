import type { LiveAccount } from './layer.ts';
import type { Problem, Result } from './problem.ts';

/** One read with a credential. `date`: header of the last response; absent without a response. */
export type Inspected<T> = { readonly answer: Result<T>; readonly date?: string };

/** An API key as Layers shows it. */
export type KeyFacts = {
  readonly organization: string;
  readonly organizationName: string;
  /** Of the rate limit: `standard`, `pilot`, `partner`. */
  readonly tier: string;
  /** Absent if not shown. Empty: older keys record none and may do everything (documented). */
  readonly scopes?: readonly string[];
};

/** `null`: unknown. */
export type MayWrite = {
  readonly ledger: boolean | null;
  readonly capi: boolean | null;
  readonly campaigns: boolean | null;
};

/**
 * What the scopes of a key allow. `*` covers every data scope, and an empty list is unknown: it grants everything in
 * one generation of the API and nothing in the other (documented). That `ads:write:lifecycle` pauses is inferred;
 * whether a parent scope includes it is unknown.
 *
 * Source: developers.layers.com docs/api/getting-started/authentication, docs/api/reference/sdk-apps/patch-sdk-app,
 * docs/api/concepts/ads-write-model.
 */
export function mayWrite(scopes: readonly string[] = []): MayWrite {
  if (scopes.length === 0) return { ledger: null, capi: null, campaigns: null };
  const has = (scope: string): boolean => scopes.includes('*') || scopes.includes(scope);
  return {
    ledger: has('projects:write'),
    capi: has('projects:write') && has('ads:write:capi') ? true : has('projects:write') ? null : false,
    campaigns: has('ads:write:lifecycle') ? true : null,
  };
}

export type CredentialState<T> =
  | { readonly state: 'accepted'; readonly facts: T }
  /** The problem names the cause: rejected, suspended, unreachable. */
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'not set'; readonly remedy: string }
  /** Nothing was sent, because no layer has what the read needs. */
  | { readonly state: 'not tried'; readonly reason: string };

/** The environment variables of one rule; never their values. */
export type CredentialRow = {
  /** `null`: layers without a matching rule. */
  readonly match: string | null;
  /** Names of the layers that use it, sorted. */
  readonly serves: readonly string[];
  readonly layers: { readonly variable: string } & CredentialState<KeyFacts & { readonly mayWrite: MayWrite }>;
  /** `account`: the first ad account of its layers. No API shows the scopes of a token. */
  readonly tiktok: { readonly variable: string } & CredentialState<{ readonly account: LiveAccount }>;
};

export type ApiHealth = {
  readonly api: 'Layers' | 'TikTok';
  readonly origin: string;
  /** `null`: no request was sent. */
  readonly reachable: boolean | null;
  /** How far this machine's clock is ahead, in milliseconds; `null` without a response. */
  readonly skewMs: number | null;
  /** Host of the proxy in use; `null` without one. */
  readonly proxy: string | null;
  readonly problem?: Problem;
};

export type DoctorReport = {
  readonly sandbox: boolean;
  /** `git`: `null` if it is not installed. */
  readonly versions: { readonly reconcile: string; readonly node: string; readonly git: string | null };
  /** The settings file; `null` if there is none. */
  readonly settings: string | null;
  readonly apis: readonly ApiHealth[];
  readonly credentials: readonly CredentialRow[];
};

/** A larger difference makes a claim in the ledger end too early or too late. */
export const MAX_SKEW_MS = 60_000;

/** Whether something needs a remedy. A rule without layers needs no credential. */
export function isHealthy({ apis, credentials }: DoctorReport): boolean {
  const isFine = ({ problem, reachable, skewMs }: ApiHealth): boolean =>
    problem === undefined && reachable !== false && Math.abs(skewMs ?? 0) <= MAX_SKEW_MS;
  const used = credentials.filter(({ match, serves }) => match === null || serves.length > 0);
  const works = ({ state }: CredentialRow['layers' | 'tiktok']): boolean =>
    state === 'accepted' || state === 'not tried';
  const reads = ({ tiktok }: CredentialRow): boolean =>
    tiktok.state !== 'accepted' || tiktok.facts.account.state !== 'unreadable';
  return apis.every(isFine) && used.every((row) => works(row.layers) && works(row.tiktok) && reads(row));
}
