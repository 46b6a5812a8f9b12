/** The names that settings have where `--config` names no other. The first is the usual one. */
export const SETTINGS_NAMES = ['reconcile.yaml', 'reconcile.yml'] as const;

/** Where settings are looked for when nothing says more. */
export const SETTINGS_FILE: string = SETTINGS_NAMES[0];

/** Whether a file of this name, without folders, holds settings. */
export function isSettingsName(name: string): boolean {
  return (SETTINGS_NAMES as readonly string[]).includes(name);
}

/**
 * Everywhere that the settings at an address may have been at another commit: either name is the same file to whoever
 * renames it, so rules that hold for one hold for both.
 *
 * @param address with `/` between folders
 */
export function settingsAddresses(address: string): readonly string[] {
  const name = address.slice(address.lastIndexOf('/') + 1);
  const folder = address.slice(0, address.length - name.length);
  return isSettingsName(name) ? SETTINGS_NAMES.map((each) => `${folder}${each}`) : [address];
}
