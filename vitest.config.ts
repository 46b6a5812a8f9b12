import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.full.test.ts'],
    globalSetup: ['test/support/build.ts'],
    environment: 'node',
    testTimeout: 30_000,
  },
});
