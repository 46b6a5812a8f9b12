import type { LiveValue, Transport, Value } from '../../src/model/index.ts';
import type { FakeResponse } from '../http/harness.ts';
import { ACCOUNT, no, PIXEL, type Routes } from './world.ts';

export const LAYER = 'lyr_0d6b5f6e-0000-4000-8000-000000000001';
export const PATH = `/layers/${LAYER}/config`;
export const endpoint = (update: 'merge' | 'replace'): Transport => ({
  kind: 'endpoint',
  path: '/v1/projects/{projectId}/layers/{layerId}/config',
  update,
});
export const api = (value: Value | undefined): LiveValue => ({ provenance: 'api', value });

/** The sample of docs/paid-media/tiktok-setup, with an event map and keys that we do not know. */
export const CONFIG = {
  mode: 'byo',
  tiktokBusinessId: '7012345678901234567',
  adAccountId: ACCOUNT,
  capi: {
    enabled: false,
    pixel_id: PIXEL,
    access_token_vault_id: 'vault_xyz',
    event_map: { a: 'Purchase', b: 'Search' },
    sampling: 0.5,
  },
  objectives: ['app_installs', 'video_view'],
  monthlyCostCap: null,
  schedule: { cron: '0 6 * * *' },
};

/** A config endpoint with versions: If-Match must fit, PATCH is a JSON merge patch. */
export function server(
  start: Record<string, unknown> = CONFIG,
  quirks: {
    deaf?: boolean;
    loseFirst?: boolean;
    rival?: (config: Record<string, unknown>) => Record<string, unknown>;
  } = {},
): Routes {
  let config: unknown = start;
  let version = 1;
  let writes = 0;
  const reply = (): FakeResponse => ({ body: config, headers: { etag: `"v${version}"` } });
  const put =
    (next: (body: unknown) => unknown) =>
    (request: { headers: Readonly<Record<string, string>>; body: unknown }): FakeResponse => {
      writes += 1;
      if (quirks.rival !== undefined && writes === 1) {
        config = quirks.rival(config as Record<string, unknown>);
        version += 1;
      }
      if (request.headers['if-match'] !== `"v${version}"`) return no(412, 'PRECONDITION_FAILED');
      if (quirks.deaf !== true) config = next(request.body);
      version += 1;
      return quirks.loseFirst === true && writes === 1 ? no(500, 'INTERNAL') : reply();
    };
  return {
    [`GET ${PATH}`]: reply,
    [`PATCH ${PATH}`]: put((body) => merged(config, body)),
    [`PUT ${PATH}`]: put((body) => body),
  };
}

/** RFC 7396. */
function merged(into: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof into === 'object' && into !== null ? { ...into } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}
