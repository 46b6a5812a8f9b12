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
 * A test that is also a row of the conformance table. The row is written into the test's name, so the table is made
 * from the tests that there are, and from nothing else.
 */
export function proves(row: Row, name: string, run: () => unknown): void {
  test(`${labelOf(row)} ${name}`, async () => {
    await run();
  });
}

function labelOf({ api, method, path, aspect, certainty }: Row): string {
  return `[${api} ${method} ${path} | ${aspect} | ${certainty}]`;
}

/** The row in a test's full name, with what the test says; `undefined` where the test proves nothing about an endpoint. */
export function rowOf(fullName: string): (Row & { readonly test: string }) | undefined {
  const found = LABEL.exec(fullName)?.groups;
  if (found === undefined) return undefined;
  // The pattern takes nothing else.
  return { ...(found as Row), test: fullName.slice(fullName.indexOf(']', fullName.indexOf(' | ')) + 1).trim() };
}

const LABEL =
  /\[(?<api>layers|tiktok) (?<method>[A-Z]+) (?<path>\S+) \| (?<aspect>shape|errors|paging|limits|idempotency) \| (?<certainty>documented|inferred|unknown)\]/;
