import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts'],
    globalSetup: ['test/support/build.ts'],
    environment: 'node',
    testTimeout: 30_000,
    // Nothing in `src/` keeps state between calls and no test patches a global, so files may share a process: starting
    // one for each takes longer than the tests.
    isolate: false,
    maxWorkers: '100%',
  },
});
