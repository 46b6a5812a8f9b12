import { execFileSync } from 'node:child_process';

/**
 * Builds `src/`, because the tests that start the real program run its build. `STALE_BUILD=1` keeps an old build if
 * `src/` does not compile: for work on one room while a different one is broken.
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
