import type { PROBLEM_CODES } from './codes/problem-codes.ts';

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

export type ProblemCode = keyof typeof PROBLEM_CODES;

/**
 * Whether the write may have succeeded: without an answer, or with an unreadable one. `false` for a refusal or a rate
 * limit.
 */
export function isUnclear(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'api/unreachable' || code === 'api/unreadable');
}
