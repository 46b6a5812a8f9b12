import { findSettings } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';

/** Folder of the settings, or the working folder. */
export async function folderOf(config: string | undefined, machine: Machine): Promise<string> {
  const found = await findSettings(machine, config);
  return found.ok ? found.value.root : machine.cwd;
}
