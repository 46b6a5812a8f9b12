import { execFileSync } from 'node:child_process';

/** The tests that start the real program run what is in `src/` now, not what was built some time ago. */
export default function setup(): void {
  execFileSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
}
