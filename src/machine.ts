import type { Dispatcher } from 'undici';

/**
 * Everything the program may access outside its own data. Each function takes the slice it uses, so its signature shows
 * its side effects.
 */
export type Machine = {
  readonly now: () => Date;
  /** Resolves after `ms` milliseconds; rejects when `signal` aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Aborts after `ms` milliseconds with a `TimeoutError`; does not keep the process alive. */
  readonly deadline: (ms: number) => AbortSignal;
  /** Frees a deadline that is no longer needed. Absent: it is freed when it ends. */
  readonly forget?: (deadline: AbortSignal) => void;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly uuid: () => string;
  readonly self: ThisProcess;
  /** Version of Node: `22.1.0`. */
  readonly node: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dispatcher: Dispatcher;
  /** Records or replays responses. Absent: plain network. */
  readonly recorder?: Recorder;
  /** Absolute. */
  readonly cwd: string;
  /** Masks these values in all later output. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** Masks known secrets. */
  readonly clean?: (text: string) => string;
  readonly files: Files;
  /** All commands are in `io/git.ts`. `input`: standard input; empty if absent. */
  readonly git: (args: readonly string[], folder: string, input?: string) => Promise<GitAnswer>;
  /** Contents of blobs, in the order of their ids. */
  readonly gitBlobs: (ids: readonly string[], folder: string) => Promise<GitRead<readonly Uint8Array[]>>;
  /** In bytes, like `gitBlobs`. */
  readonly gitSizes: (ids: readonly string[], folder: string) => Promise<GitRead<readonly number[]>>;
  readonly terminal: Terminal;
  /** Calls `work` every `ms` milliseconds until `stop` is called; does not keep the process alive. */
  readonly every?: (ms: number, work: () => void) => { readonly stop: () => void };
  /** Receives what the run does. Absent: it is not shown. */
  readonly activity?: Activity;
  /** Aborts if the program is interrupted. */
  readonly stop: AbortSignal;
};

export type GitAnswer =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly why: 'no' | GitFault };

export type GitRead<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: GitFault };

/** `missing-objects`: a partial or damaged clone. `stopped`: the program was interrupted. */
export type GitFault = 'not-installed' | 'no-repository' | 'other-owner' | 'missing-objects' | 'stopped' | 'failed';

export type ThisProcess = {
  /** Names the process, its machine and its start; never reused while it runs. */
  readonly id: string;
  /** Whether that process has certainly ended; `false` for one of a different machine. */
  readonly hasEnded: (id: string) => boolean;
};

/** Sits between the program and the network. */
export type Recorder = {
  /** Each recorded response once. `live`: use the network. `missing`: none was recorded. */
  readonly replay: (asked: RecordedRequest) => RecordedResponse | 'live' | 'missing';
  readonly record: (asked: RecordedRequest, answered: RecordedResponse) => void;
};

/** `url` includes its query. `credential` is never recorded. */
export type RecordedRequest = { readonly url: string; readonly credential: string };

/** As received. Header names in lowercase. */
export type RecordedResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Paths are absolute. */
export type Files = {
  /** Called with the number of documents before they are read. */
  readonly prepare?: (documents: number) => void;
  /**
   * All bytes of a regular file, without following links. Never waits. Rejects with Node's error (`ENOENT`, …), with
   * `NOT_A_FILE` for a pipe, device or folder, and with `TOO_LARGE` above `atMost` bytes, also if it grows while it is
   * read.
   */
  readonly read: (path: string, atMost: number) => Promise<Uint8Array>;
  /** `undefined` if the path does not exist. */
  readonly look: (path: string) => Promise<FileLook | undefined>;
  /** Sorted by name. */
  readonly list: (path: string) => Promise<readonly { readonly name: string; readonly kind: FileKind }[]>;
  /**
   * Writes a text, or its parts, atomically: temporary file in the same folder, fsync, rename. Writes to a pipe or device directly. Creates
   * parent folders.
   */
  readonly write: (path: string, text: string | Iterable<string>, how?: WriteOptions) => Promise<void>;
  /** Resolves once the bytes are on disk. Creates parent folders. */
  readonly append: (path: string, text: string, how?: Pick<WriteOptions, 'below'>) => Promise<void>;
};

export type WriteOptions = {
  /**
   * A folder. Rejects with `LINK`, `OUTSIDE` or `NOT_A_FILE` and writes nothing if any part of the path below it is a link,
   * the path leaves it, or the target is a device.
   */
  readonly below?: string;
  /** Rejects with `EEXIST` if the path exists. */
  readonly fresh?: boolean;
};

export type FileKind = 'file' | 'folder' | 'link' | 'other';

export type FileLook = {
  /** Links are not followed. */
  readonly kind: FileKind;
  /** In bytes, links followed. */
  readonly size: number;
  /** The path with links followed; the path itself if one is broken. */
  readonly real: string;
  /** Equal for all names of one file, including hard links. Absent: compare the real paths. */
  readonly id?: string;
};

/** What a run does, for a person who waits for it. */
export type Activity = {
  /** @param task such as `Reading layers` */
  readonly task: (task: string, done: number, of: number) => void;
  /** @param api such as `Layers` */
  readonly sent: (api: string) => void;
  /** @param why completes "waiting 12s for", such as `the rate limit of Layers` */
  readonly waiting: (ms: number, why: string) => void;
};

export type Terminal = {
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Like `print`, but masks no secret: for values that a person asked for, such as the variables of a sandbox. */
  readonly reveal: (text: string) => void;
  /** Prints workflow commands for a CI runner, if `print` and `warn` make them inert. Absent: `print` does both. */
  readonly command?: (text: string) => void;
  /** Shows one line about the run on standard error; `isReplaced`: until the next output. Absent: `warn` does it. */
  readonly status?: { readonly isReplaced: boolean; readonly show: (line: string) => void };
  /** Resolves once a slow reader has taken what was printed. Absent: printing waits for it. */
  readonly drained?: () => Promise<void>;
  /** Standard output is a terminal with colours. */
  readonly colour: boolean;
  /** The same for `warn`, which writes to standard error. */
  readonly warnColour: boolean;
  /** Widths as they are now; absent where it is not a terminal. */
  readonly columns?: () => { readonly print?: number; readonly warn?: number };
  /** A person can answer prompts. */
  readonly interactive: boolean;
  /** Resolves with the line typed, without its end; `undefined` at end of input. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /**
   * Resolves with a text of several lines, once `isComplete` for it (one character per byte); `too large` above `atMost`
   * bytes, `undefined` at end of input.
   */
  readonly askText: (
    question: string,
    isComplete: (text: string) => boolean,
    atMost: number,
  ) => Promise<Uint8Array | 'too large' | undefined>;
  /** All of standard input; `undefined` above `atMost` bytes. */
  readonly readAll: (atMost: number) => Promise<Uint8Array | undefined>;
};

/**
 * Whether an error code of Node means an untrusted certificate; a retry does not help. Source: nodejs.org, tls, X509
 * certificate error codes (documented).
 */
export function isCertificateError(code: string | undefined): code is string {
  return code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL/.test(code);
}

export const CERTIFICATE_REMEDY =
  'Name the file of your certificate authority in NODE_EXTRA_CA_CERTS, if a proxy of yours answers in its place.';

/**
 * Like `work`, but rejects with the signal's reason as soon as it aborts. undici checks a signal only once connected, a
 * terminal never. A later result is ignored.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
