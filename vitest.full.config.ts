import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Everything that `npm test` runs, and what takes longer. */
export default mergeConfig(base, defineConfig({ test: { exclude: [] } }));
