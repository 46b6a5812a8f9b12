import { devNull } from 'node:os';
import type { GitAnswer, GitFault, Machine } from '../machine.ts';

/** A listing of about 500,000 files. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const MAX_BLOBS_BYTES = 1024 * 1024 * 1024;

/** No command used here waits for a network or a person: a slow one hangs. */
const TIMEOUT_MS = 120_000;

/** Disables programs that a configuration names: a repository copied with its `.git` must not start one. */
const NO_PROGRAMS = [
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  'log.showSignature=false',
  'gpg.program=false',
];

/**
 * The environment without `GIT_*`: a hook exports `GIT_DIR` and `GIT_INDEX_FILE`, which point to a different
 * repository. Nothing is fetched: a partial clone would start programs that its remote names (`uploadpack`,
 * `sshCommand`).
 *
 * Source: git-scm.com, git(1) "Environment Variables" (documented).
 */
export function gitEnvironment(env: Machine['env']): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // Failures are parsed from English text.
    LC_ALL: 'C',
    LANGUAGE: 'C',
  };
}

type GitMethods = Pick<Machine, 'git' | 'gitBlobs' | 'gitSizes'>;

/** Runs git as a child process. Never rejects. */
export function gitProcess(env: Machine['env'], stop: AbortSignal): GitMethods {
  const run = async (args: readonly string[], folder: string, input: string, maxBuffer: number): Promise<GitRun> => {
    const { execFile } = await import('node:child_process');
    return new Promise((resolve) => {
      const child = execFile(
        'git',
        [...NO_PROGRAMS.flatMap((setting) => ['-c', setting]), ...args],
        {
          cwd: folder,
          env: gitEnvironment(env),
          encoding: 'buffer',
          maxBuffer,
          timeout: TIMEOUT_MS,
          windowsHide: true,
          signal: stop,
        },
        (error, stdout, stderr) =>
          resolve(error === null ? { ok: true, stdout } : { ok: false, why: faultOf(error, stderr.toString('utf8')) }),
      );
      // If git ends early, its exit code contains the reason.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });
  };
  return {
    git: async (args, folder, input = ''): Promise<GitAnswer> => {
      const output = await run(args, folder, input, MAX_OUTPUT_BYTES);
      return output.ok ? { ok: true, stdout: output.stdout.toString('utf8') } : output;
    },
    // A repository may contain thousands of documents.
    gitSizes: async (ids, folder) => {
      if (ids.length === 0) return { ok: true, value: [] };
      const output = await run(['cat-file', '--batch-check=%(objectsize)'], folder, lines(ids), MAX_OUTPUT_BYTES);
      if (!output.ok) return { ok: false, why: output.why === 'no' ? 'failed' : output.why };
      const sizes = output.stdout
        .toString('latin1')
        .trimEnd()
        .split('\n')
        .map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN));
      return sizes.length === ids.length && sizes.every(Number.isSafeInteger)
        ? { ok: true, value: sizes }
        : { ok: false, why: 'missing-objects' };
    },
    gitBlobs: async (ids, folder) => {
      if (ids.length === 0) return { ok: true, value: [] };
      const output = await run(['cat-file', '--batch'], folder, lines(ids), MAX_BLOBS_BYTES);
      if (!output.ok) return { ok: false, why: output.why === 'no' ? 'failed' : output.why };
      const blobs = blobsIn(output.stdout, ids);
      return blobs === undefined ? { ok: false, why: 'missing-objects' } : { ok: true, value: blobs };
    },
  };
}

type GitRun = { readonly ok: true; readonly stdout: Buffer } | { readonly ok: false; readonly why: 'no' | GitFault };

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}

/** Why git failed; `no`: exit code 1 without output. Texts of git 2.30 to 2.52, in English (`LC_ALL`). */
export function faultOf(error: { readonly code?: unknown; readonly name?: string }, stderr: string): 'no' | GitFault {
  if (error.code === 'ENOENT') return 'not-installed';
  if (error.name === 'AbortError') return 'stopped';
  if (error.code === 1 && stderr.trim() === '') return 'no';
  if (
    /^(?:fatal|error): (?:log for .* only has|Needed a single revision|ambiguous argument|no upstream configured|no such branch|.*expected commit type)/m.test(
      stderr,
    )
  )
    return 'no';
  if (/dubious ownership|is owned by someone else|safe\.directory/.test(stderr)) return 'other-owner';
  if (/not a git repository|must be run in a work tree/.test(stderr)) return 'no-repository';
  if (
    /promisor|could not fetch|missing (blob|tree|commit|object)|unable to read [0-9a-f]{40}|transport '.*' not allowed/i.test(
      stderr,
    )
  )
    return 'missing-objects';
  return 'failed';
}

/** Each blob is `<id> blob <size>\n<bytes>\n`; a missing one is `<id> missing`. */
function blobsIn(output: Buffer, ids: readonly string[]): readonly Uint8Array[] | undefined {
  const blobs: Uint8Array[] = [];
  let at = 0;
  for (const id of ids) {
    const end = output.indexOf('\n', at);
    const [, found, size] = /^([0-9a-f]+) blob (\d+)$/.exec(end < 0 ? '' : output.toString('latin1', at, end)) ?? [];
    const until = end + 1 + Number(size);
    if (found !== id || until >= output.length) return undefined;
    blobs.push(output.subarray(end + 1, until));
    at = until + 1;
  }
  return blobs;
}
