import { type DocumentFile, loadDesired } from '../../src/desired/index.ts';
import type { DesiredLayer, Problem, Settings } from '../../src/model/index.ts';
import { credentialsBy, loadSettings } from '../../src/settings/index.ts';

/** Default settings with some changes. */
export function settings(changed: Partial<Settings> = {}): Settings {
  const loaded = loadSettings(undefined, {});
  if (!loaded.ok) throw new Error('The defaults are wrong.');
  return { ...loaded.value, ...changed };
}

/** Texts by file path. What lies under `defaults/` is only reached by extends. */
export function files(texts: Readonly<Record<string, string | Uint8Array>>): readonly DocumentFile[] {
  return Object.entries(texts).map(([filePath, text]) => ({
    filePath,
    bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
    role: filePath.startsWith('defaults/') ? 'fragment' : 'document',
  }));
}

export function problemsIn(
  texts: Readonly<Record<string, string | Uint8Array>>,
  changed: Partial<Settings> = {},
): readonly Problem[] {
  const loaded = loadDesired(files(texts), credentialsBy(settings(changed)));
  return loaded.ok ? [] : loaded.problems;
}

export function layersIn(
  texts: Readonly<Record<string, string | Uint8Array>>,
  changed: Partial<Settings> = {},
): readonly DesiredLayer[] {
  const loaded = loadDesired(files(texts), credentialsBy(settings(changed)));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
  return loaded.value;
}

/** `layers/acme.yaml:9:5 document/unknown-field "pixle_id"`: code, place and the words that are underlined. */
export function told(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, location, excerpt }) => {
    const place = location === undefined ? '' : `${location.file}:${location.line}:${location.column} `;
    const line = excerpt?.lines.find(({ number }) => number === excerpt.underline.line)?.text ?? '';
    const start = (excerpt?.underline.column ?? 1) - 1;
    const word = line.slice(start, start + (excerpt?.underline.length ?? 0));
    return `${place}${code}${excerpt === undefined ? '' : ` ${JSON.stringify(word)}`}`;
  });
}

export const HEAD = `template: tiktok-ads
name: acme-ios
project: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39
`;

/** A whole document of eleven lines: head 1 to 3, mode 4, adAccountId 5, capi 6 to 9, objectives 10, cap 11. */
export const WHOLE = `${HEAD}mode: byo
adAccountId: "7098765432109876543"
capi:
  enabled: true
  pixel_id: C4A9P2Q7R5S8T1U6V2W0
  access_token_vault_id: vault_xyz
objectives: [app_installs, video_view]
monthlyCostCap: 30000
`;
