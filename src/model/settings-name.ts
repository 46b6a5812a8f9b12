/** File names of the settings without `--config`. The first is the usual one. */
export const SETTINGS_NAMES = ['reconcile.yaml', 'reconcile.yml'] as const;

/** Default file name of the settings. */
export const SETTINGS_FILE: string = SETTINGS_NAMES[0];

/** Whether a file name, without folders, is one of the settings. */
export function isSettingsName(name: string): boolean {
  return (SETTINGS_NAMES as readonly string[]).includes(name);
}

/**
 * All file paths that the settings at a file path may have at another commit. The file can be renamed between both names,
 * so rules for one apply to both.
 *
 * @param filePath with `/` between folders
 */
export function settingsFilePaths(filePath: string): readonly string[] {
  const name = filePath.slice(filePath.lastIndexOf('/') + 1);
  const folder = filePath.slice(0, filePath.length - name.length);
  return isSettingsName(name) ? SETTINGS_NAMES.map((each) => `${folder}${each}`) : [filePath];
}
