import { defineConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';

/** Plays all stories while every apply of theirs is recorded: see `record.ts`. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/stories/**/*.test.ts', 'test/examples/**/*.test.ts'],
    // The long ones too, except those that wait, start processes, or take hundreds of layers or repositories.
    exclude: ['agency-onboarding', 'checkouts', 'derived-world', 'grouping', 'switches', 'wait-approval'].map(
      (name) => `test/stories/${name}.slow.test.ts`,
    ),
    setupFiles: ['test/faults/stories/record.ts'],
  },
});
