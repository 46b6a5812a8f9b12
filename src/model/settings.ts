import type { CapUnit, Money } from './money.ts';
import type { PolicySettings } from './policy.ts';

/** `reconcile.yaml` with all defaults. */
export type Settings = {
  /** Glob of layer documents, relative to the root. */
  readonly layers: string;
  readonly costCapUnit?: CapUnit;
  readonly layersBusinessId?: string;
  readonly oauthReturnUrl?: string;
  /** The first match wins; without a match, the default names are used. */
  readonly credentials: readonly CredentialRule[];
  readonly origins: Origins;
  readonly transport: Transport;
  readonly policies: PolicySettings;
  /** Limits of checks, which never refuse a plan. */
  readonly checks?: CheckSettings;
  readonly github: { readonly publicMoney: boolean };
  readonly tiktok?: { readonly appLevel: AppLevel };
};

/** The level of a TikTok developer app, which decides its rate limits. Source: rate limits (second-hand). */
export type AppLevel = 'basic' | 'advanced' | 'premium' | 'ultimate';

/** `balanceMin`: an amount of money below it is reported; at most one per currency. */
export type CheckSettings = { readonly balanceMin?: readonly Money[] };

export type CredentialRule = {
  /** Glob of document addresses. */
  readonly match: string;
  readonly layers: string;
  readonly tiktok: string;
};

export const DEFAULT_CREDENTIALS = { layers: 'LAYERS_API_KEY', tiktok: 'TIKTOK_ACCESS_TOKEN' } as const;

/** Scheme and host, without a path. */
export type Origins = { readonly layers: string; readonly tiktok: string };

export const DEFAULT_ORIGINS: Origins = {
  layers: 'https://api.layers.com',
  tiktok: 'https://business-api.tiktok.com',
};

/**
 * How a layer's config is read and written. Layers documents no endpoint; an organization that has one sets its path.
 */
export type Transport =
  | { readonly kind: 'documented' }
  | {
      readonly kind: 'endpoint';
      /** On the Layers origin, with `{projectId}` and `{layerId}`. */
      readonly path: string;
      /** `merge`: PATCH with the changed members. `replace`: PUT with the whole config. */
      readonly update: 'merge' | 'replace';
    };

/** Without `--config`; the first is the usual one. */
export const SETTINGS_NAMES = ['reconcile.yaml', 'reconcile.yml'] as const;

export const SETTINGS_FILE: string = SETTINGS_NAMES[0];

/** For a name without folders. */
export function isSettingsName(name: string): boolean {
  return (SETTINGS_NAMES as readonly string[]).includes(name);
}

/**
 * Paths that the settings may have at another commit: they can be renamed between both names.
 *
 * @param filePath with `/` between folders
 */
export function settingsFilePaths(filePath: string): readonly string[] {
  const name = filePath.slice(filePath.lastIndexOf('/') + 1);
  const folder = filePath.slice(0, filePath.length - name.length);
  return isSettingsName(name) ? SETTINGS_NAMES.map((each) => `${folder}${each}`) : [filePath];
}
