import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadWorld, type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { adoptedWorldOfMany } from '../support/adopted-layers.ts';
import { documentsOfMany } from '../support/many-layers.mjs';
import { type NodeRun, task } from './measure.ts';

export type BenchWorld = {
  readonly sandbox: Sandbox;
  /** A run of the program in the repository. Its waits take no time. */
  readonly command: (...argv: readonly string[]) => NodeRun;
};

const SETTINGS = `costCapUnit: major
policies: { share: { percent: 100, above: 5 } }
`;

/** Calls `work` with a repository of `size` layers, one in five of them changed, and a sandbox of its world. */
export async function withWorld<T>(size: number, work: (world: BenchWorld) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  const text = adoptedWorldOfMany(size, { now: new Date().toISOString(), switches: { rateLimits: false } });
  const loaded = loadWorld(text, 'world.json');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const sandbox = await startSandbox({ world: loaded.world, sleep: async () => {} });
  try {
    const files = { 'reconcile.yaml': SETTINGS, ...documentsOfMany(size, (n) => n % 5 === 0) };
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return await work({
      sandbox,
      command: (...argv) => ({ ...task('plan-in-process', root, ...argv), env: sandbox.env }),
    });
  } finally {
    await sandbox.stop();
    rmSync(root, { recursive: true, force: true });
  }
}
