import { execFileSync } from 'node:child_process';

/**
 * The tests that start the real program run what is in `src/` now, not what was built some time ago.
 * `STALE_BUILD=1` goes on with an old build where `src/` does not build: for work on one room while another is open.
 */
export default function setup(): void {
  // Tests that are only listed start nothing, and must not build under the feet of tests that run.
  if (process.env.ONLY_LISTED !== undefined) return;
  try {
    execFileSync(process.execPath, ['.ci/build.mjs'], {
      stdio: process.env.STALE_BUILD === undefined ? 'inherit' : 'ignore',
    });
  } catch (error) {
    if (process.env.STALE_BUILD === undefined) throw error;
  }
}
