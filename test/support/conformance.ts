import { test } from 'vitest';

/** What a test proves about one endpoint of the sandbox: a row of the conformance table. */
export type Row = {
  readonly api: 'layers' | 'tiktok';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** As the route has it: `/v1/projects/:projectId`. */
  readonly path: string;
  readonly aspect: 'shape' | 'errors' | 'paging' | 'limits' | 'idempotency';
  /** How sure we are that the real API behaves so. */
  readonly certainty: 'documented' | 'inferred' | 'unknown';
};

/**
 * A test that is also a row of the conformance table. The row is written into the test's name, where
 * `test/conformance.mjs` finds it: the table is made from the tests that there are, and from nothing else.
 */
export function proves({ api, method, path, aspect, certainty }: Row, name: string, run: () => unknown): void {
  test(`[${api} ${method} ${path} | ${aspect} | ${certainty}] ${name}`, async () => {
    await run();
  });
}
