import { describe, expect } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { proves } from '../support/conformance.ts';
import { sdkCall } from '../support/official-sdk.ts';
import { inSandbox } from './harness.ts';
import { agencyWorld } from './tiktok-harness.ts';

/** One call of the official SDK, and its result in a separate world. */
export type Case = {
  readonly path: string;
  readonly method?: 'POST';
  /** Absent: documented. */
  readonly certainty?: 'inferred' | 'unknown';
  /** Absent: `shape` if there is data, otherwise `errors`. */
  readonly aspect?: 'paging' | 'limits' | 'idempotency';
  readonly why: string;
  readonly sdk: readonly [api: Parameters<typeof sdkCall>[1], method: string, ...values: readonly unknown[]];
  /** A call before it, which must succeed. */
  readonly first?: Case['sdk'];
  /** Content of the response. Absent: it is refused. */
  readonly data?: object;
  readonly code?: number;
  readonly says?: string;
  readonly switches?: Partial<World['switches']>;
};

export const body = (value: object) => ({ body: value });
export const post = { method: 'POST' as const };

export function sdkProves(cases: readonly Case[]): void {
  describe('the official SDK is answered and refused', () => {
    for (const { path, method, certainty, aspect, why, first, sdk, data, code, says, switches } of cases) {
      const row = {
        api: 'tiktok',
        method: method ?? 'GET',
        path: `/open_api/v1.3${path}`,
        aspect: aspect ?? (data === undefined ? 'errors' : 'shape'),
        certainty: certainty ?? 'documented',
      } as const;
      proves(row, why, () =>
        inSandbox(agencyWorld(switches), async ({ origin }) => {
          const call = ([api, name, ...values]: Case['sdk']) => sdkCall(origin, api, name, values);
          if (first !== undefined) expect((await call(first)).error).toBeNull();
          const { error, status, envelope } = await call(sdk);
          expect(status).toBe(200);
          if (data === undefined) {
            expect(envelope).toMatchObject({ code, data: {} });
            expect(envelope.message).toContain(says ?? '');
            expect(error?.message).toContain(`code: ${code}`);
          } else {
            expect(envelope).toMatchObject({ code: 0, message: 'OK', data });
            expect(error).toBeNull();
          }
        }),
      );
    }
  });
}
