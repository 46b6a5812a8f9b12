import { describe, expect } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { proves } from '../support/conformance.ts';
import { ask, inSandbox } from './harness.ts';
import { ADA, agencyWorld, US } from './tiktok-harness.ts';

/** One request to an endpoint that the official SDK does not have, written from the documentation. */
export type Case = {
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly token?: string;
  readonly certainty?: 'inferred' | 'unknown';
  readonly aspect?: 'paging' | 'limits' | 'idempotency';
  readonly why: string;
  readonly data?: object;
  readonly code?: number;
  readonly says?: string;
  readonly status?: number;
  readonly switches?: Partial<World['switches']>;
};

export const us = { advertiser_id: US };

export function tiktokProves(cases: readonly Case[]): void {
  describe('endpoints that the official SDK lacks', () => {
    for (const { path, query, body, token, certainty, aspect, why, data, code, says, status, switches } of cases) {
      const row = {
        api: 'tiktok',
        method: body === undefined ? 'GET' : 'POST',
        path: `/open_api/v1.3${path}`,
        aspect: aspect ?? (data === undefined ? 'errors' : 'shape'),
        certainty: certainty ?? 'documented',
      } as const;
      proves(row, why, () =>
        inSandbox(agencyWorld(switches), async (sandbox) => {
          const texts = Object.entries(query ?? {}).map(([name, value]): [string, string] => [
            name,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]);
          const answer = await ask(sandbox, `${row.path}?${new URLSearchParams(texts)}`, {
            method: row.method,
            headers: { 'access-token': token ?? ADA },
            ...(body === undefined ? {} : { body }),
          });
          expect(answer.status).toBe(status ?? 200);
          expect(answer.body).toMatchObject(data === undefined ? { code, data: {} } : { code: 0, message: 'OK', data });
          expect(answer.body.message).toContain(says ?? '');
        }),
      );
    }
  });
}
