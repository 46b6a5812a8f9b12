import { percentEncoded, urlPath } from '../model/index.ts';

/**
 * A value in a query; arrays and objects are sent as JSON text. Source: the official SDK, js_sdk/src/ApiClient.js
 * (documented).
 */
export type QueryValue = string | number | readonly string[] | Readonly<Record<string, string>>;

/** The path of an endpoint with its query. Every path ends in `/`, because the answer has no envelope otherwise. */
export function pathOf(endpoint: string, query: Readonly<Record<string, QueryValue>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${percentEncoded(typeof value === 'object' ? JSON.stringify(value) : String(value))}`,
  );
  const path = urlPath('open_api', 'v1.3', ...endpoint.split('/'));
  return `${path}/${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** Consecutive parts of at most `size`. */
export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
