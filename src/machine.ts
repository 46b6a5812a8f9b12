import type { Dispatcher } from 'undici';

/**
 * Everything the program may access outside its own data. `io/node-machine.ts` implements it; tests use a fake. Each function
 * takes the slice it uses, so its signature shows its side effects.
 */
export type Machine = {
  readonly now: () => Date;
  /** Resolves after `ms` milliseconds; rejects when `signal` aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Aborts after `ms` milliseconds with a `TimeoutError`. Does not keep the process alive. */
  readonly deadline: (ms: number) => AbortSignal;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** A unique UUID: names a run. */
  readonly uuid: () => string;
  readonly self: ThisProcess;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dispatcher: Dispatcher;
  /** Records responses, or replays recorded ones. Absent: network without recording. */
  readonly recorder?: Recorder;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** Masks these values in all later output: credentials that the settings name. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** Masks all known secrets in a text. */
  readonly clean?: (text: string) => string;
  readonly files: Files;
  /** Runs git with these arguments in `folder`. All commands are in `io/git.ts`. */
  readonly git: (args: readonly string[], folder: string) => Promise<GitAnswer>;
  /** Contents of blobs of the repository of `folder`, in the order of their ids. */
  readonly gitBlobs: (ids: readonly string[], folder: string) => Promise<GitRead<readonly Uint8Array[]>>;
  /** Sizes of blobs in bytes, like `gitBlobs`. */
  readonly gitSizes: (ids: readonly string[], folder: string) => Promise<GitRead<readonly number[]>>;
  readonly terminal: Terminal;
  /** Aborts if a person or the system interrupts the program. */
  readonly stop: AbortSignal;
};

export type GitAnswer =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly why: 'no' | GitFault };

export type GitRead<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: GitFault };

/** `missing-objects`: a partial or damaged clone. `stopped`: the program was interrupted. */
export type GitFault = 'not-installed' | 'no-repository' | 'other-owner' | 'missing-objects' | 'stopped' | 'failed';

export type ThisProcess = {
  /** Identifies the process, its machine and its start. A later process never gets the id of a running one. */
  readonly id: string;
  /** Whether the process with this id has certainly ended. `false` for a process of a different machine. */
  readonly hasEnded: (id: string) => boolean;
};

/** Sits between the program and the network. */
export type Recorder = {
  /** The recorded response, each once; `live`: use the network; `missing`: none was recorded. */
  readonly replay: (asked: RecordedRequest) => RecordedResponse | 'live' | 'missing';
  readonly record: (asked: RecordedRequest, answered: RecordedResponse) => void;
};

/** A read. `url` includes its query; `credential` is the value that was sent, and is never recorded. */
export type RecordedRequest = { readonly url: string; readonly credential: string };

/** A response as received. Header names in lowercase. */
export type RecordedResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Paths are absolute, in the format of the machine. */
export type Files = {
  /**
   * All bytes of a regular file. Rejects with Node's error (`code: 'ENOENT'`, …), with `NOT_A_FILE` for a pipe, a
   * device or a folder, and with `TOO_LARGE` if there are more bytes than `atMost`, now or while it reads. Never waits.
   *
   * @param path the real one: links are not followed
   */
  readonly read: (path: string, atMost: number) => Promise<Uint8Array>;
  /** Information about a path; `undefined` if it does not exist. */
  readonly look: (path: string) => Promise<FileLook | undefined>;
  /** Names in a folder with their kinds, sorted by name. */
  readonly list: (path: string) => Promise<readonly { readonly name: string; readonly kind: FileKind }[]>;
  /**
   * Writes a whole file atomically: temporary file in the same folder, fsync, rename. Creates parent folders. Writes to
   * a pipe or device directly.
   */
  readonly write: (path: string, text: string, how?: WriteOptions) => Promise<void>;
  /** Appends, and resolves once the bytes are on disk. Creates parent folders. */
  readonly append: (path: string, text: string, how?: Pick<WriteOptions, 'below'>) => Promise<void>;
};

export type WriteOptions = {
  /** A folder. If any part of the path below it is a link or a device, rejects and writes nothing. */
  readonly below?: string;
  /** Rejects with `EEXIST` if the path exists. */
  readonly fresh?: boolean;
};

export type FileKind = 'file' | 'folder' | 'link' | 'other';

export type FileLook = {
  /** Of the path itself: links are not followed. */
  readonly kind: FileKind;
  /** In bytes, after following links. */
  readonly size: number;
  /** The path after following links; the path itself if a link is broken. */
  readonly real: string;
  /** Equal for all names of one file, including hard links. Absent: compare the real paths. */
  readonly id?: string;
};

export type Terminal = {
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
  /**
   * Workflow commands for a CI runner that parses output, if `print` and `warn` make them inert. Absent: `print` does
   * both.
   */
  readonly command?: (text: string) => void;
  /** Standard output is a terminal with colours. */
  readonly colour: boolean;
  /** A person can answer prompts. */
  readonly interactive: boolean;
  /** Asks one question and resolves with the line typed, without its end; `undefined` at end of input. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** All of standard input; `undefined` if it has more than `atMost` bytes. */
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
 * Like `work`, but rejects with the reason of the signal as soon as it aborts: undici checks a signal only once
 * connected, a terminal and other libraries never. A later result of `work` is ignored.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
