/** File names of the settings without `--config`. The first is the usual one. */
export const SETTINGS_NAMES = ['reconcile.yaml', 'reconcile.yml'] as const;

/** Default file name of the settings. */
export const SETTINGS_FILE: string = SETTINGS_NAMES[0];

/** Whether a file name, without folders, is one of the settings. */
export function isSettingsName(name: string): boolean {
  return (SETTINGS_NAMES as readonly string[]).includes(name);
}

/**
 * All addresses that the settings at an address may have at another commit. The file can be renamed between both names,
 * so rules for one apply to both.
 *
 * @param address with `/` between folders
 */
export function settingsAddresses(address: string): readonly string[] {
  const name = address.slice(address.lastIndexOf('/') + 1);
  const folder = address.slice(0, address.length - name.length);
  return isSettingsName(name) ? SETTINGS_NAMES.map((each) => `${folder}${each}`) : [address];
}
