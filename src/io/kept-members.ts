import { isTooDeep, parseExact } from '../http/index.ts';
import { CONFIG_PATHS, exactDigits, exactJson, type Value } from '../model/index.ts';

/** Members that the API clients read, at any depth. A test compares them with the clients' shapes. */
export const READ_MEMBERS: ReadonlySet<string> = new Set(
  `accessTokenLastValidatedAt accessTokenValid actionType adAccountId ad_auth_status adsContentId
  advertiser_account_list advertiser_id advertiser_list apiAccessRevoked appId asset_id asset_ownership
  asset_relation_status auth_code auth_end_time auth_info authority balance bc_id browser_event_total_count budget
  budget_mode campaignId campaign_id campaign_name code createdAt credentialMode currency customerExternalId data
  details dimensions dispatched display_timezone eligible enabled entityId entityType error error_msg event eventName
  expiresAt externalId id item_id item_info items jobId killSwitch killSwitchActive lastError lastEventAt layerId
  list message metadata metrics missing name newValue nextCursor objective_type occurredAt offset operation_status
  organizationId organizationName override owner_bc_id page page_info pendingId pixelId pixel_code pixel_id
  pixel_name pixels platform platforms rateLimitTier reason requestId request_id scopes server_event_total_count
  spend statistics status structural timezone tokenStatus total_number total_page verdictId walletBalance`.split(/\s+/),
);

/** Kept whole: a checksum covers the ledger, and event maps have keys of their own. */
const WHOLE: ReadonlySet<string> = new Set(['reconcile', 'event_map']);

const OF_METADATA: ReadonlySet<string> = new Set(['reconcile', 'customerExternalId']);

const OF_CONFIG: ReadonlySet<string> = new Set(CONFIG_PATHS.map((path) => path.slice(path.indexOf('.') + 1)));

/**
 * A response body with only the members that reconcile reads, so a record contains no other data about people. The plan
 * stays the same. Nothing is kept of a body that is not JSON.
 *
 * @param what `config`: the whole config of a layer; unknown keys are kept without values, because pages name them
 */
export function keptMembers(body: string, what: 'config' | 'other'): string {
  if (body.trim() === '') return '';
  if (isTooDeep(body)) return `${'['.repeat(TOO_DEEP)}${']'.repeat(TOO_DEEP)}`;
  const parsed = parseExact(body);
  if (parsed === undefined) return 'not kept';
  return exactJson(what === 'config' ? configOf(parsed.value) : pruned(parsed.value, READ_MEMBERS));
}

/** Deeper than `isTooDeep` allows. */
const TOO_DEEP = 1_000;

function pruned(value: Value, members: ReadonlySet<string>): Value {
  if (isList(value)) return value.map((one) => pruned(one, members));
  if (!isMap(value)) return value;
  const kept = Object.entries(value).flatMap(([key, inner]): readonly [string, Value][] => {
    if (!members.has(key)) return idsIn(inner).map((ids): [string, Value] => [key, ids]);
    if (WHOLE.has(key)) return [[key, inner]];
    return [[key, pruned(inner, key === 'metadata' ? OF_METADATA : READ_MEMBERS)]];
  });
  return Object.fromEntries(kept);
}

/**
 * The ids in a member that is not read: they show whether a row of unknown shape mentions the wanted id. Shorter
 * numbers may be telephone numbers.
 */
function idsIn(value: Value): readonly Value[] {
  if (isList(value)) {
    const ids = value.flatMap(idsIn);
    return ids.length === 0 ? [] : [ids];
  }
  if (!isMap(value)) return /^\d{16,25}$/.test(String(exactDigits(value) ?? value)) ? [value] : [];
  const ids = Object.entries(value).flatMap(([key, inner]) => idsIn(inner).map((one): [string, Value] => [key, one]));
  return ids.length === 0 ? [] : [Object.fromEntries(ids)];
}

function configOf(value: Value): Value {
  if (!isMap(value)) return pruned(value, READ_MEMBERS);
  // An error has no config members.
  if ('error' in value) return pruned(value, READ_MEMBERS);
  const kept = Object.entries(value).map(([key, inner]): [string, Value] => {
    if (key === 'capi' && isMap(inner)) return [key, configOf(inner)];
    return [key, OF_CONFIG.has(key) || key === 'capi' ? inner : null];
  });
  return Object.fromEntries(kept);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && exactDigits(value) === undefined;
}
