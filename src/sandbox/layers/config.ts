import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { type Refusal, refused } from './envelope.ts';

const digits = z.string().regex(/^\d{1,20}$/, 'must be a string of digits');

/**
 * Checks of Layers on saving a config. The fields are those of docs/paid-media/tiktok-setup (documented); the schema is
 * not published, so the types are inferred. Unknown fields are kept.
 */
const Config = z.looseObject({
  mode: z.enum(['agency', 'byo']).optional(),
  tiktokBusinessId: digits.optional(),
  adAccountId: digits.optional(),
  capi: z
    .looseObject({
      enabled: z.boolean().optional(),
      pixel_id: z.string().optional(),
      access_token_vault_id: z.string().optional(),
      event_map: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  objectives: z
    .array(z.string().min(1))
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'must not repeat itself')
    .optional(),
  monthlyCostCap: z.number().min(0).nullable().optional(),
});

/** The refusal of a new config; `undefined` if it is allowed. */
export function configRefusal(before: JsonObject, after: Json): Refusal | undefined {
  const checked = Config.safeParse(after);
  if (!checked.success) {
    const issues = checked.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
    const first = issues[0];
    return refused('VALIDATION', `${first?.path || 'config'}: ${first?.message}`, { issues });
  }
  const missing = isJsonObject(after) && capiOf(after).enabled === true ? missingForCapi(after) : [];
  if (missing.length === 0 || capiOf(before).enabled === true) return undefined;
  return refused('VALIDATION', `capi.enabled: needs ${missing.join(', ')} first.`, { missing });
}

/**
 * Required fields of the config that are missing for CAPI.
 *
 * Source: docs/paid-media/pixel-capi, docs/api/reference/sdk-apps/patch-sdk-app (documented).
 */
export function missingForCapi(config: JsonObject): readonly string[] {
  const capi = capiOf(config);
  return ['pixel_id', 'access_token_vault_id'].filter((name) => typeof capi[name] !== 'string' || capi[name] === '');
}

/** The config's `capi`; empty if there is none. */
export function capiOf(config: JsonObject): JsonObject {
  return isJsonObject(config.capi) ? config.capi : {};
}
