import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Everything that `npm test` runs, and what takes longer. Not merged: merging adds lists, and would leave nothing out of `exclude`. */
export default defineConfig({ ...base, test: { ...base.test, exclude: [] } });
