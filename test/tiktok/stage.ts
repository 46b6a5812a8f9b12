import { createTikTokReader } from '../../src/tiktok/index.ts';
import { ORIGIN, type Reply, type Request, stageWith } from '../http/stage.ts';

export const TOKEN = 'act.0123456789abcdefSECRET';
export const A = '7098765432109876501';
export const B = '7098765432109876502';
export const C = '7098765432109876503';
export const REQUEST_ID = '202603141300390EF6F5D96D1798201C51';

/** The documented envelope. */
export function yes(data: unknown, headers: Record<string, string> = {}): Reply {
  return { headers, body: { code: 0, message: 'OK', request_id: REQUEST_ID, data } };
}

export function no(code: number, message: string): Reply {
  return { body: { code, message, request_id: REQUEST_ID, data: {} } };
}

/** The request's query with JSON values decoded. */
export function queryOf({ path }: Request): Record<string, unknown> {
  const query = new URL(path, ORIGIN).searchParams;
  return Object.fromEntries(
    [...query].map(([name, value]) => [name, value.startsWith('[') ? JSON.parse(value) : value]),
  );
}

export function tiktok(answer: (request: Request, n: number) => Reply) {
  const stage = stageWith(answer);
  return { ...stage, reader: createTikTokReader({ machine: stage.machine, origin: ORIGIN, token: TOKEN }) };
}

/** As business-api.tiktok.com shows a row of /advertiser/info/, with a member that we do not know. */
export function row(id: string, more: object = {}): object {
  return {
    advertiser_id: id,
    name: `Acme ${id.slice(-1)}`,
    status: 'STATUS_ENABLE',
    currency: 'USD',
    timezone: 'Etc/GMT+5',
    display_timezone: 'America/New_York',
    owner_bc_id: '7012345678901234567',
    brand_new: 1,
    ...more,
  };
}
