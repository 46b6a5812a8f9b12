import type { FakeAnswer } from './answers.ts';

/** One page of a list, with a link to the next one. */
export function paged(
  all: readonly unknown[],
  query: URLSearchParams,
  wrap: (items: readonly unknown[]) => unknown = (items) => items,
): FakeAnswer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const number = Number(query.get('page') ?? 1);
  const last = Math.ceil(all.length / size);
  // Never followed by reconcile: the token would be sent along.
  const link = `<http://elsewhere.invalid/next?page=${number + 1}>; rel="next", <http://elsewhere.invalid/>; rel="last"`;
  return {
    status: 200,
    body: wrap(all.slice((number - 1) * size, number * size)),
    ...(number < last && { headers: { link } }),
  };
}

/** The same for a list that is paged by a cursor. */
export function afterCursor(all: readonly unknown[], query: URLSearchParams): FakeAnswer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const start = Number(/^cursor=(\d+)$/.exec(query.get('after') ?? '')?.[1] ?? 0);
  const next = start + size;
  const link = `<http://elsewhere.invalid/next?per_page=${size}&after=${encodeURIComponent(`cursor=${next}`)}>; rel="next"`;
  return { status: 200, body: all.slice(start, next), ...(next < all.length && { headers: { link } }) };
}
