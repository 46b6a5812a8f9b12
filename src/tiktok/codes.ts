/** Class of a refusal code. */
export type CodeClass =
  | 'throttle'
  | 'transient'
  /** Used for wrong parameters and for transient faults, so worth one retry. */
  | 'maybe-transient'
  | 'authentication'
  | 'permission'
  | 'not-found'
  | 'partial'
  | 'caller';

/**
 * Source: the constants of the official SDK, tiktok/tiktok-business-api-sdk, python_sdk tiktok_code.py (documented);
 * meanings from business-api.tiktok.com portal/docs, return codes (second-hand).
 */
const CLASSES: Readonly<Partial<Record<CodeClass, readonly number[]>>> = {
  throttle: [40016, 40100, 40132, 40133, 51021, 61000],
  transient: [40202, 50000, 50002, 60001],
  'maybe-transient': [40700],
  authentication: [40101, 40102, 40103, 40104, 40105, 40106, 40107, 40108, 40110, 40113, 40114, 40115, 40309],
  permission: [40001, 40003, 40117, 40118, 40119, 40124, 40125, 40130, 40131, 40301],
  'not-found': [40007, 40300, 40302],
  partial: [20001],
};

const CLASS_BY_CODE: ReadonlyMap<number, CodeClass> = new Map(
  // `Object.entries` loses the type of the keys.
  (Object.entries(CLASSES) as [CodeClass, readonly number[]][]).flatMap(([kind, codes]) =>
    codes.map((code): [number, CodeClass] => [code, kind]),
  ),
);

export function classOf(code: number, message: string): CodeClass {
  const known = CLASS_BY_CODE.get(code);
  if (known !== undefined) return known;
  // Services behind the gateway: 51000 RPC, 52000 data stores.
  if (code >= 51_000 && code <= 52_999) return 'transient';
  // The code of wrong parameters is also used for a missing permission (second-hand).
  if (/don't have permission/i.test(message)) return 'permission';
  return 'caller';
}
