// Loads a world file and starts a sandbox with it.
import { readFileSync } from 'node:fs';
import { loadWorld, startSandbox } from '../../../src/sandbox/index.ts';

const [, , file = ''] = process.argv;
const loaded = loadWorld(readFileSync(file, 'utf8'), file);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const sandbox = await startSandbox({ world: loaded.world, sleep: async () => {} });
await sandbox.stop();
