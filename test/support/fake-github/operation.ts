import { type FakeAnswer, type FakeComment, refusal } from './answers.ts';
import type { FakeWorld } from './world.ts';

/** What a token of an app may be granted. Source: docs.github.com, permissions of GITHUB_TOKEN (documented). */
export type FakePermission = 'actions' | 'contents' | 'deployments' | 'issues' | 'pull-requests';

/** Whose a token is. Tokens of apps may not ask who they are over REST. */
export type FakeToken = {
  readonly login: string;
  readonly kind: 'user' | 'app';
  readonly mayWrite?: boolean;
  /** What the job was not given; it may do everything else. */
  readonly lacks?: readonly FakePermission[];
};

export type Ask = {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly token: FakeToken;
};

/** Where the fake keeps what is not in the world. */
export type Keep = {
  readonly world: FakeWorld;
  readonly comments: Map<number, FakeComment>;
  readonly say: (author: string | null, body: string, number: number) => number;
  /** A fresh address at the storage, good for one artifact. */
  readonly storageUrl: (artifact: number) => string;
};

export type Operation = {
  /** One of them is enough. Absent: whoever may see the repository. */
  readonly needs?: readonly FakePermission[];
  readonly writes?: true;
  readonly answer: (ask: Ask, keep: Keep) => FakeAnswer;
};

export const NOT_FOUND = refusal(404, 'Not Found');

/** To GitHub, what is said on a pull request is said on an issue of the same number. */
export const ON_AN_ISSUE = ['issues', 'pull-requests'] as const;

export function ok(body: unknown): FakeAnswer {
  return { status: 200, body };
}
