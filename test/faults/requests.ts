import type { LoggedRequest } from '../../src/sandbox/index.ts';
import type { Scenario } from './scenario.ts';

/** Kinds of request that a complete run must contain. */
export const EVERY_KIND = [
  'read',
  'claim',
  'record',
  'statement',
  'toggle',
  'config PATCH',
  'config PUT',
  'POST bc partner add',
  'POST bc pixel link update',
  'POST advertiser update',
  'POST tt_video authorize',
  'POST ads tiktok campaigns pause',
] as const;

/** The kind of a request, as a word for the counters. */
export function kindOf({ method, path, body }: LoggedRequest, { kinds }: Scenario): string {
  if (method === 'GET') return 'read';
  if (path.endsWith('/config')) return `config ${method}`;
  if (path.includes('/sdk-apps/')) return 'toggle';
  if (!/^\/v1\/projects\/[^/]+$/.test(path)) return `${method} ${withoutIds(path)}`;
  if (kinds?.length === 0) return 'statement';
  const { metadata } = body as { readonly metadata?: { readonly reconcile?: { readonly claim?: unknown } } };
  return metadata?.reconcile?.claim === undefined ? 'record' : 'claim';
}

/** `/v1/projects/254a…/campaigns/cmp_1/pause` → `campaigns pause`. */
function withoutIds(path: string): string {
  const words = path
    .split('/')
    .filter((word) => /^[a-z-]+(_[a-z]+)*$/.test(word) && !['open_api', 'projects'].includes(word));
  return words.join(' ');
}
