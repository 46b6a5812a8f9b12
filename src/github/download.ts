import { unzipSync } from 'fflate';
import { z } from 'zod';
import { isLoopback, ok } from '../model/index.ts';
import {
  type GitHubResult,
  messageOf,
  missingPermission,
  noResponse,
  refused,
  type Remedies,
  unusableResponse,
} from './errors.ts';
import type { GitHubCalls } from './octokit.ts';
import type { RepositoryRef } from './ref.ts';
import type { Repository } from './repository.ts';

const REMEDIES: Remedies = {
  ...missingPermission('actions: read'),
  404: 'The artifact was removed. Run its workflow again.',
  410: 'The artifact has expired. Run its workflow again.',
};

/** The URL that GitHub returns is valid for one minute. */
const MAX_ATTEMPTS = 2;

/** Packed. A plan of 5,000 layers has about 1 MB. */
const MAX_ARCHIVE_BYTES = 20_000_000;

/** All files together. A plan of 5,000 layers that all have manual steps has about 20 MB. */
const MAX_UNPACKED_BYTES = 64_000_000;

const MAX_ARCHIVE_FILES = 1_000;

const RedirectShape = z.object({ status: z.literal(302), location: z.string() });

type Download = {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | null;
};

/** GitHub redirects to a separate storage. */
export function downloads({ octokit, options, call }: GitHubCalls, ref: RepositoryRef): Pick<Repository, 'download'> {
  const { signal, fetch: send } = options;
  return {
    download: async (artifact) => {
      const what = `the artifact ${artifact}`;
      for (let attempt = 1; ; attempt += 1) {
        const archive = await archiveOf(artifact, what);
        if (!archive.ok && archive.unclear && attempt < MAX_ATTEMPTS && options.second !== 'none') continue;
        if (!archive.ok) return archive;
        const files = unzip(archive.value);
        return typeof files === 'string' ? unusableResponse(`GitHub returned ${what}, but ${files}.`) : ok(files);
      }
    },
  };

  async function archiveOf(artifact: number, what: string): Promise<GitHubResult<Uint8Array>> {
    const redirect = await call(
      what,
      RedirectShape,
      async () => {
        const sent = await octokit.rest.actions.downloadArtifact({
          ...ref,
          artifact_id: artifact,
          archive_format: 'zip',
        });
        // Octokit's type expects that the redirect is followed.
        const status: number = sent.status;
        // 302 is documented; other responses keep their status.
        return status === 302
          ? { status: 200, data: { status, location: sent.headers.location } }
          : { status, data: undefined };
      },
      REMEDIES,
    );
    return redirect.ok ? fetchArchive(redirect.value.location, what) : redirect;
  }

  /** The URL grants access to the artifact, so it is never printed. */
  async function fetchArchive(address: string, what: string): Promise<GitHubResult<Uint8Array>> {
    if (!mayFetch(address)) {
      return refused(`GitHub redirected ${what} to an address that is not https, so it was not downloaded.`);
    }
    try {
      // No header of ours: the storage must not get the token.
      const response = (await send(address, { method: 'GET', redirect: 'manual', signal })) as Download;
      const bytes = response.status === 200 ? await readAll(response.body) : undefined;
      if (response.status === 200) {
        return bytes === undefined
          ? unusableResponse(`GitHub returned ${what}, but it is larger than ${MAX_ARCHIVE_BYTES / 1_000_000} MB.`)
          : ok(bytes);
      }
      const message = `The storage of GitHub refused ${what} (HTTP ${response.status}).`;
      return response.status >= 500 || response.status === 429
        ? noResponse(message, response.status)
        : refused(message, 'Run it again.', response.status);
    } catch (error) {
      signal.throwIfAborted();
      return noResponse(
        `The storage of GitHub did not answer (${what}): ${messageOf(error, (text) => text.replaceAll(address, '•••'))}`,
      );
    }
  }
}

/** `undefined` if the body exceeds the limit. */
async function readAll(body: Download['body']): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ARCHIVE_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Only https, or http on this machine. */
function mayFetch(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return (
    username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)))
  );
}

/**
 * The files by name, or the reason why the archive is not unpacked. Sizes are checked first, and no file gets more
 * memory than declared.
 */
export function unzip(archive: Uint8Array): ReadonlyMap<string, Uint8Array> | string {
  const names = new Set<string>();
  let bytes = 0;
  let fault: string | undefined;
  try {
    const files = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        if (fault !== undefined) return false;
        bytes += originalSize;
        if (!isPlain(name)) fault = `it contains a file with the name ${JSON.stringify(name.slice(0, 100))}`;
        else if (names.has(name)) fault = `it contains ${JSON.stringify(name.slice(0, 100))} twice`;
        else if (bytes > MAX_UNPACKED_BYTES)
          fault = `it is larger than ${MAX_UNPACKED_BYTES / 1_000_000} MB when unpacked`;
        names.add(name);
        if (names.size > MAX_ARCHIVE_FILES) fault = `it contains more than ${MAX_ARCHIVE_FILES} files`;
        return fault === undefined && !name.endsWith('/');
      },
    });
    return fault ?? new Map(Object.entries(files));
  } catch (error) {
    return `it is not an archive (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** A relative path below the target folder that is not a special key of an object. */
function isPlain(name: string): boolean {
  const parts = name.replace(/\/$/, '').split('/');
  const unsafe = /[\\:\p{Cc}]/u.test(name) || parts.includes('__proto__');
  return !unsafe && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
