import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STORY } from './from-stories.ts';

/**
 * Plays the stories while each apply of theirs is written down, and then works with the folder they are in, which is
 * gone afterwards.
 *
 * @param only the name of a scenario: of all stories, those in the file that it is from
 */
export async function withStories<T>(only: string | undefined, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-stories-'));
  const files = only === undefined ? [] : [`/${only.slice(STORY.length).split(':')[0]}.test.ts`];
  const line = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/faults/stories/record.config.ts', ...files];
  // Nothing is built for it: the caller has done so.
  const env = { ...process.env, ONLY_LISTED: '1', TORTURE_STORIES: folder };
  try {
    await promisify(execFile)(process.execPath, line, { env, maxBuffer: 1 << 28 });
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
