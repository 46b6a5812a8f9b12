import { type FakeAnswer, type FakeComment, refusal } from './answers.ts';
import type { FakeWorld } from './world.ts';

/** Permissions of a token of an app. Source: docs.github.com, permissions of GITHUB_TOKEN (documented). */
export type FakePermission = 'actions' | 'contents' | 'deployments' | 'issues' | 'pull-requests';

/** The owner of a token. Tokens of apps cannot read their owner over REST. */
export type FakeToken = {
  readonly login: string;
  readonly kind: 'user' | 'app';
  readonly mayWrite?: boolean;
  /** Permissions that the job lacks; it has all others. */
  readonly lacks?: readonly FakePermission[];
};

export type Ask = {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly token: FakeToken;
};

/** State of the fake outside of the world. */
export type Keep = {
  readonly world: FakeWorld;
  readonly comments: Map<number, FakeComment>;
  readonly say: (author: string | null, body: string, number: number) => number;
  /** A fresh address at the storage, good for one artifact. */
  readonly storageUrl: (artifact: number) => string;
};

export type Operation = {
  /** One of them is enough. Absent: everyone who can see the repository. */
  readonly needs?: readonly FakePermission[];
  readonly writes?: true;
  readonly answer: (ask: Ask, keep: Keep) => FakeAnswer;
};

export const NOT_FOUND = refusal(404, 'Not Found');

/** For GitHub, a comment on a pull request is a comment on an issue with the same number. */
export const ON_AN_ISSUE = ['issues', 'pull-requests'] as const;

export function ok(body: unknown): FakeAnswer {
  return { status: 200, body };
}
