import { isMap, isText, isTextMap, isTexts, type Value } from './value.ts';

/**
 * Type of each field's value by path: its place in a document, and in the layer config if it has one. Names and nesting
 * are Layers' own.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Layer config"; `capi.event_map`:
 * docs/sdk/standard-events (documented).
 */
export type FieldValues = {
  readonly partnership: Partnership;
  readonly 'sharing.identities': readonly string[];
  /** Code of the pixel. */
  readonly pixelLink: string;
  /** Code of the pixel. */
  readonly pixelShare: string;
  readonly mode: 'agency' | 'byo';
  readonly tiktokBusinessId: string;
  readonly adAccountId: string;
  readonly 'capi.pixel_id': string;
  readonly 'capi.access_token_vault_id': string;
  readonly 'capi.enabled': boolean;
  readonly objectives: readonly string[];
  /** In wire form; as written, such as `30000.00 USD`, while the wire's unit is not stated. */
  readonly monthlyCostCap: number | string;
  readonly capEnforcement: 'none' | 'tiktok';
  readonly accountBudget: AccountBudget;
  /** TikTok event by SDK event. */
  readonly 'capi.event_map': Readonly<Record<string, string>>;
  /** Ids of posts at Layers. */
  readonly 'spark.authorised': readonly string[];
  readonly spark: readonly { readonly post: string; readonly item?: string }[];
  readonly state: 'active' | 'paused';
  /** Ids of campaigns at Layers. */
  readonly 'campaigns.running': readonly string[];
  /** That reconcile asked Layers to pause. */
  readonly 'campaigns.paused': readonly string[];
  /** That reconcile asked Layers to resume, and that are queued. */
  readonly 'campaigns.resumed': readonly string[];
};

/** Business Center that shares the ad account, and the partner's role, which cannot be read back. */
export type Partnership = { readonly partner: string; readonly role?: PartnerRole };

/** Lowest first. */
export type PartnerRole = 'ANALYST' | 'OPERATOR' | 'ADMIN';

/** Of an ad account as a whole, set by a Business Center. */
export type AccountBudget = {
  /** At TikTok: `UNLIMITED`, `MONTHLY_BUDGET`, `DAILY_BUDGET`, `CUSTOM_BUDGET`. */
  readonly mode: string;
  /** Decimal text in major units; absent for `UNLIMITED`. */
  readonly amount?: string;
};

export type FieldPath = keyof FieldValues;

/** A missing path is not in the document, or does not exist. */
export type Fields = Readonly<Partial<FieldValues>>;

type FieldInfo<P extends FieldPath = FieldPath> = {
  /**
   * `config`: a key of the layer config. `extras`: a document key that no API shows. `derived`: follows from a
   * document; live at TikTok, in the campaigns, or only in the ledger.
   */
  readonly in: 'config' | 'extras' | 'derived';
  /** Kind of the change that sets it. */
  readonly change: string;
  readonly is: (value: unknown) => value is FieldValues[P];
  /** Ends the sentence "it must be". */
  readonly expects: string;
  /** All values, if they are few words. */
  readonly words?: readonly string[];
  /** `set`: order and repetition have no meaning. `additive`: also, undesired live entries are kept. */
  readonly list?: 'set' | 'additive';
  /** Written in quotes, because YAML would round so long a number. */
  readonly id?: true;
  /** Money or an account id. */
  readonly hiddenInPublic?: true;
};

const text = { is: isText, expects: 'a text, in quotes' } as const;
const texts = { is: isTexts, expects: 'a list of texts' } as const;

/** Every fact about a field, in the order of setup. No other file lists fields. */
const TABLE = {
  partnership: {
    in: 'derived',
    change: 'partnership',
    is: isPartnership,
    expects: 'a partner and a role',
    hiddenInPublic: true,
  },
  'sharing.identities': {
    in: 'extras',
    change: 'sharing',
    ...texts,
    list: 'additive',
    id: true,
    hiddenInPublic: true,
  },
  pixelLink: { in: 'derived', change: 'pixel-link', ...text },
  pixelShare: { in: 'derived', change: 'pixel-share', ...text },
  mode: { in: 'config', change: 'binding', ...oneOf('agency', 'byo') },
  tiktokBusinessId: { in: 'config', change: 'binding', ...text, id: true, hiddenInPublic: true },
  adAccountId: { in: 'config', change: 'binding', ...text, id: true, hiddenInPublic: true },
  'capi.pixel_id': { in: 'config', change: 'pixel', ...text, id: true },
  'capi.access_token_vault_id': { in: 'config', change: 'pixel', ...text, id: true },
  'capi.enabled': { in: 'config', change: 'capi', is: isFlag, expects: 'true or false' },
  objectives: { in: 'config', change: 'objectives', ...texts, list: 'set' },
  monthlyCostCap: { in: 'config', change: 'cost-cap', is: isCap, expects: 'a number', hiddenInPublic: true },
  capEnforcement: { in: 'extras', change: 'cap-enforcement', ...oneOf('none', 'tiktok') },
  accountBudget: {
    in: 'derived',
    change: 'cap-enforcement',
    is: isBudget,
    expects: 'a mode and an amount',
    hiddenInPublic: true,
  },
  'capi.event_map': {
    in: 'config',
    change: 'event-map',
    is: isTextMap,
    expects: 'a map of SDK events to TikTok events',
  },
  'spark.authorised': { in: 'derived', change: 'spark-authorise', ...texts, list: 'set' },
  spark: { in: 'extras', change: 'spark', is: isPosts, expects: 'a list of posts', list: 'additive' },
  state: { in: 'extras', change: 'state', ...oneOf('active', 'paused') },
  'campaigns.running': { in: 'derived', change: 'campaigns', ...texts, list: 'set' },
  'campaigns.paused': { in: 'derived', change: 'campaigns', ...texts, list: 'set' },
  'campaigns.resumed': { in: 'derived', change: 'campaigns', ...texts, list: 'set' },
} as const satisfies { readonly [P in FieldPath]: FieldInfo<P> };

type Table = typeof TABLE;

export const FIELDS: Readonly<Record<FieldPath, FieldInfo>> = TABLE;

export type ConfigPath = { [P in FieldPath]: Table[P]['in'] extends 'config' ? P : never }[FieldPath];
export type DocumentPath = { [P in FieldPath]: Table[P]['in'] extends 'derived' ? never : P }[FieldPath];

export const CONFIG_PATHS: readonly ConfigPath[] = pathsIn(isConfigPath);
/** Those of the config first. */
export const DOCUMENT_PATHS: readonly DocumentPath[] = [...CONFIG_PATHS, ...pathsIn(isExtraPath)];
export const FIELD_PATHS: readonly FieldPath[] = [
  ...DOCUMENT_PATHS,
  ...pathsIn((path): path is FieldPath => FIELDS[path].in === 'derived'),
];

/** In the order in which a layer is set up. */
export type FieldChangeKind = Table[FieldPath]['change'];
export const FIELD_CHANGE_KINDS: readonly FieldChangeKind[] = [
  ...new Set(Object.values(TABLE).map(({ change }) => change)),
];

export type ConfigChangeKind = Table[ConfigPath]['change'];
export const CONFIG_CHANGE_KINDS: readonly ConfigChangeKind[] = [
  ...new Set(CONFIG_PATHS.map((path) => TABLE[path].change)),
];

export function isConfigPath(path: string): path is ConfigPath {
  return isFieldPath(path) && FIELDS[path].in === 'config';
}

export function isDocumentPath(path: FieldPath): path is DocumentPath {
  return FIELDS[path].in !== 'derived';
}

export function isFieldPath(path: string): path is FieldPath {
  return Object.hasOwn(FIELDS, path);
}

/** `undefined` if a key is not a field, or a value is not of its type. */
export function parseFields(json: Readonly<Record<string, unknown>>): Fields | undefined {
  const isValid = Object.entries(json).every(([path, value]) => isFieldPath(path) && FIELDS[path].is(value));
  return isValid ? json : undefined;
}

/** Equal meanings are equal: lists that are sets become sorted and unique. */
export function canonicalValue(path: FieldPath, value: Value): Value {
  if (!isTexts(value) || FIELDS[path].list === undefined || isSortedSet(value)) return value;
  return [...new Set(value)].sort();
}

function isSortedSet(texts: readonly string[]): boolean {
  return texts.every((text, index) => index === 0 || (texts[index - 1] ?? '') < text);
}

function pathsIn<P extends FieldPath>(isIn: (path: FieldPath) => path is P): readonly P[] {
  // `FIELDS` has exactly these keys.
  return (Object.keys(FIELDS) as FieldPath[]).filter(isIn);
}

function isExtraPath(path: FieldPath): path is Exclude<DocumentPath, ConfigPath> {
  return FIELDS[path].in === 'extras';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** JSON has no infinity and no NaN. As `null`, they would be recorded as no cap. */
function isCap(value: unknown): value is number | string {
  return Number.isFinite(value) || isText(value);
}

function isPosts(value: unknown): value is FieldValues['spark'] {
  return (
    Array.isArray(value) && value.every((post) => isMap(post) && isText(post['post']) && isOptionalText(post['item']))
  );
}

function isPartnership(value: unknown): value is Partnership {
  return isMap(value) && isText(value['partner']) && (value['role'] === undefined || isRole(value['role']));
}

function isRole(value: unknown): value is PartnerRole {
  return value === 'ANALYST' || value === 'OPERATOR' || value === 'ADMIN';
}

function isBudget(value: unknown): value is AccountBudget {
  return isMap(value) && isText(value['mode']) && isOptionalText(value['amount']);
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

function oneOf<const T extends string>(...words: readonly T[]) {
  const is = (value: unknown): value is T => isText(value) && (words as readonly string[]).includes(value);
  return { is, expects: words.join(' or '), words } as const;
}
