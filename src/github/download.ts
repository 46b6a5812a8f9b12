import { z } from 'zod';
import { isLoopback, ok } from '../model/index.ts';
import { type GitHubResult, denied, lost, type Remedies, said, unusable } from './judge.ts';
import type { Asking } from './octokit.ts';
import type { RepositoryRef } from './place.ts';
import type { Repository } from './repository.ts';
import { MOST_BYTES, unzipped } from './unzip.ts';

const MAY_READ: Remedies = {
  403: 'Give the job the permission actions: read.',
  404: 'The artifact was removed: run the workflow that made it again.',
  410: 'The artifact has expired: run the workflow that made it again.',
};

/** Attempts for the whole download: the URL that GitHub returns is valid for one minute only. */
const TRIES = 2;

const RedirectShape = z.object({ status: z.literal(302), location: z.string() });

type Download = {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | null;
};

/** Artifacts. GitHub redirects to a separate storage. */
export function downloads({ octokit, options, ask }: Asking, place: RepositoryRef): Pick<Repository, 'download'> {
  const { signal, fetch: send } = options;
  return {
    download: async (artifact) => {
      const what = `the artifact ${artifact}`;
      for (let round = 1; ; round += 1) {
        const archive = await once(artifact, what);
        if (!archive.ok && archive.unclear && round < TRIES && options.second !== 'none') continue;
        if (!archive.ok) return archive;
        const files = unzipped(archive.value);
        return typeof files === 'string' ? unusable(`GitHub answers ${what}, and ${files}.`) : ok(files);
      }
    },
  };

  async function once(artifact: number, what: string): Promise<GitHubResult<Uint8Array>> {
    const redirect = await ask(
      what,
      RedirectShape,
      async () => {
        const sent = await octokit.rest.actions.downloadArtifact({
          ...place,
          artifact_id: artifact,
          archive_format: 'zip',
        });
        // Octokit types the response as an archive, because it expects that the redirect is followed.
        const status: number = sent.status;
        // Documented is 302; any other answer is handled by its own status.
        return status === 302
          ? { status: 200, data: { status, location: sent.headers.location } }
          : { status, data: undefined };
      },
      MAY_READ,
    );
    return redirect.ok ? fetched(redirect.value.location, what) : redirect;
  }

  /** Follows the one redirect. The URL grants access to the artifact, so it is never printed. */
  async function fetched(address: string, what: string): Promise<GitHubResult<Uint8Array>> {
    if (!mayFetch(address)) {
      return denied(`GitHub sends ${what} from an address that is not https, so it is not fetched.`);
    }
    try {
      // Send no header of ours: the storage needs no token, and must not get one.
      const response = (await send(address, { method: 'GET', redirect: 'manual', signal })) as Download;
      const bytes = response.status === 200 ? await read(response.body) : undefined;
      if (response.status === 200) {
        return bytes === undefined
          ? unusable(`GitHub answers ${what}, and it is larger than ${MOST_BYTES / 1_000_000} MB.`)
          : ok(bytes);
      }
      const message = `The storage of GitHub refused ${what} (HTTP ${response.status}).`;
      return response.status >= 500 || response.status === 429
        ? lost(message, response.status)
        : denied(message, 'Run it again.', response.status);
    } catch (error) {
      signal.throwIfAborted();
      return lost(
        `The storage of GitHub did not answer (${what}): ${said(error, (text) => text.replaceAll(address, '•••'))}`,
      );
    }
  }
}

/** `undefined` if the body exceeds `MOST_BYTES`. */
async function read(body: Download['body']): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Only https, or http on this machine. */
function mayFetch(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return (
    username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)))
  );
}
