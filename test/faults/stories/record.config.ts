import { defineConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';
import { NOT_RECORDED } from './not-recorded.ts';

/** Plays the stories of both suites while every apply of theirs is recorded: see `record.ts`. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/stories/**/*.test.ts', 'test/examples/**/*.test.ts'],
    exclude: NOT_RECORDED.map((name) => `test/stories/${name}.slow.test.ts`),
    testTimeout: 240_000,
    setupFiles: ['test/faults/stories/record.ts'],
  },
});
