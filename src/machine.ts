import type { Dispatcher } from 'undici';

/**
 * All the program may touch that is not its own data. Built once, in `cli/main.ts`; tests build a still one.
 * Each function asks for the slice it uses, so its signature tells what it can do.
 */
export type Machine = {
  readonly now: () => Date;
  /** Resolves after `ms` milliseconds; rejects when `signal` aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** A UUID that nobody else has: names a run. */
  readonly uuid: () => string;
  readonly self: ThisProcess;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Every HTTP request goes through this one. */
  readonly dispatcher: Dispatcher;
  /** Keeps what was read, or answers from what was kept. Absent: the network, and no trace. */
  readonly recorder?: Recorder;
  /** Absolute path of the folder the command was started in. */
  readonly cwd: string;
  /** Masks these values in all that is printed or written from now on: credentials that the settings name. */
  readonly hide?: (secrets: readonly string[]) => void;
  /** A text without any secret that is known. */
  readonly clean?: (text: string) => string;
  readonly files: Files;
  /** Runs git with these arguments in `folder`. Its commands are in `cli/git.ts`. */
  readonly git: (args: readonly string[], folder: string) => Promise<GitAnswer>;
  /** The contents of blobs of the repository that `folder` is in, by their ids and in their order. */
  readonly gitBlobs: (ids: readonly string[], folder: string) => Promise<GitRead<readonly Uint8Array[]>>;
  /** The sizes of blobs in bytes, like `gitBlobs`. */
  readonly gitSizes: (ids: readonly string[], folder: string) => Promise<GitRead<readonly number[]>>;
  readonly terminal: Terminal;
  /** Aborts when the person or the system asks the program to stop. */
  readonly stop: AbortSignal;
};

/** What git printed, or why it failed. */
export type GitAnswer =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly why: 'no' | GitFault };

export type GitRead<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: GitFault };

/** `missing-objects`: a partial clone, or a damaged one. `stopped`: the program was asked to stop. */
export type GitFault = 'not-installed' | 'no-repository' | 'other-owner' | 'missing-objects' | 'stopped' | 'failed';

/** This process, among all others. */
export type ThisProcess = {
  /** Which process on which machine since which start of it. A later process never has the id of one that is running. */
  readonly id: string;
  /** Whether the process with this id has certainly ended. `false` for one of another machine. */
  readonly hasEnded: (id: string) => boolean;
};

/** Stands between the program and the network. */
export type Recorder = {
  /** What was kept for this request, each answer once; `live`: ask the network; `blank`: nothing was kept. */
  readonly replay: (asked: RecordedRequest) => RecordedResponse | 'live' | 'blank';
  readonly record: (asked: RecordedRequest, answered: RecordedResponse) => void;
};

/** A read. `url` has its query; `credential` is the value that was sent, and is never kept. */
export type RecordedRequest = { readonly url: string; readonly credential: string };

/** An answer as it came over the wire. Header names in lower case. */
export type RecordedResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Paths are absolute, in the machine's own form. */
export type Files = {
  /**
   * All bytes of a regular file. Rejects with Node's error (`code: 'ENOENT'`, …), with `NOT_A_FILE` where there is a pipe, a
   * device or a folder, and with `TOO_LARGE` where there are more bytes than `atMost`, now or while it reads. Never waits.
   *
   * @param path the real one: a link is not followed
   */
  readonly read: (path: string, atMost: number) => Promise<Uint8Array>;
  /** What is at a path; `undefined` where nothing is. */
  readonly look: (path: string) => Promise<FileLook | undefined>;
  /** Names in a folder with their kinds, sorted by name. */
  readonly list: (path: string) => Promise<readonly { readonly name: string; readonly kind: FileKind }[]>;
  /**
   * Whole file at once: temporary file in the same folder, fsync, rename. Makes the folders above it. A pipe or device is
   * written to as it is.
   */
  readonly write: (path: string, text: string, how?: WriteOptions) => Promise<void>;
  /** Appends and waits until the bytes are on the disk. Makes the folders above it. */
  readonly append: (path: string, text: string, how?: Pick<WriteOptions, 'below'>) => Promise<void>;
};

export type WriteOptions = {
  /** A folder. No part of the path below it may be a link or a device: then nothing is written, and it rejects. */
  readonly below?: string;
  /** Nothing may be there yet: else it rejects with `EEXIST`. */
  readonly fresh?: boolean;
};

export type FileKind = 'file' | 'folder' | 'link' | 'other';

export type FileLook = {
  /** Of the path itself: a link is not followed. */
  readonly kind: FileKind;
  /** In bytes, of what a link leads to. */
  readonly size: number;
  /** The path behind all links; the path itself where a link leads nowhere. */
  readonly real: string;
  /** The same for every name of one file, hard links included. Absent: the real path tells. */
  readonly id?: string;
};

export type Terminal = {
  readonly print: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Workflow commands for a runner that reads along, where `print` and `warn` make them inert. Absent: `print` does. */
  readonly command?: (text: string) => void;
  /** Standard output is a terminal that shows colours. */
  readonly colour: boolean;
  /** A person sits at it and can be asked. */
  readonly interactive: boolean;
  /** Asks one question and resolves with the line that was typed, without its end; `undefined` at end of input. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Everything on standard input; `undefined` where that is more than so many bytes. */
  readonly readAll: (atMost: number) => Promise<Uint8Array | undefined>;
};

/**
 * Whether a fault of Node's means that a certificate is not trusted; trying again changes nothing then. Source:
 * nodejs.org, tls, X509 certificate error codes (documented).
 */
export function isCertificateError(code: string | undefined): code is string {
  return code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL/.test(code);
}

/** What helps against it. */
export const CERTIFICATE_REMEDY =
  'Name the file of your certificate authority in NODE_EXTRA_CA_CERTS, if a proxy of yours answers in its place.';

/**
 * The same as `work`, but rejects as soon as the signal aborts, with its reason: undici heeds a signal only once it is
 * connected, a terminal and other libraries not at all. What `work` comes to after that is nobody's concern.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
