import { test } from 'vitest';

/** A fact that a test proves about one endpoint of the sandbox: a row of the conformance table. */
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
 * A test that is also a row of the conformance table. The row is in the name of the test, from which
 * `test/conformance.mjs` reads it: the table contains only rows of existing tests.
 */
export function proves({ api, method, path, aspect, certainty }: Row, name: string, run: () => unknown): void {
  test(`[${api} ${method} ${path} | ${aspect} | ${certainty}] ${name}`, async () => {
    await run();
  });
}
