import { describe, expect, test } from 'vitest';
import { NEVER } from '../http/harness.ts';
import { APP, KEY, layers, no, PROJECT, type Routes } from './world.ts';

const SINCE = '2026-11-09T12:00:00.000Z';

/** As docs/api/reference/telemetry/events describes an item, with a member that we do not know. */
const event = (name: string, minute = 0, more: object = {}) => ({
  eventId: `evt_${name}_${minute}`,
  appId: APP,
  name,
  occurredAt: `2026-11-10T11:${String(minute).padStart(2, '0')}:00.000000+00:00`,
  receivedAt: '2026-11-10T12:00:00Z',
  brandNew: [1],
  ...more,
});

const page = (items: readonly object[], nextCursor: string | null = null) => ({ body: { items, nextCursor } });

const read = async (route: Routes[string], app?: string) => {
  const harness = layers({ 'GET /events': route });
  const query = { since: SINCE, pages: 25, ...(app !== undefined && { app }) };
  return { result: await harness.reader.events(PROJECT, query, NEVER), ...harness };
};

describe('observed events', () => {
  test('are counted by name over all pages', async () => {
    const { result, log } = await read(({ path }) =>
      path.includes('cursor=')
        ? page([event('search', 1), event('level_up', 2)])
        : page([event('search', 9), event('search', 5)], 'a+b='),
    );
    expect(result).toEqual({
      ok: true,
      value: {
        unnamed: 0,
        events: [
          { name: 'search', count: 3, lastAt: '2026-11-10T11:09:00.000Z' },
          { name: 'level_up', count: 1, lastAt: '2026-11-10T11:02:00.000Z' },
        ],
      },
    });
    const query = 'since=2026-11-09T12%3A00%3A00.000Z&limit=200';
    expect(log.map(({ path }) => path)).toEqual([
      `/v1/projects/${PROJECT}/events?${query}`,
      `/v1/projects/${PROJECT}/events?${query}&cursor=a%2Bb%3D`,
    ]);
  });

  test('of one app are requested by its id', async () => {
    const { log } = await read(page([]), APP);
    expect(log[0]?.path).toContain(`&appId=${APP}`);
  });

  test.each([
    { name: 'name', items: [{ name: 'a' }] },
    { name: 'eventName', items: [{ eventName: 'a' }] },
    { name: 'event', items: [{ event: 'a' }] },
    { name: 'name and null', items: [{ name: 'a', event: null }] },
  ])('have their name in $name', async ({ items }) => {
    const time = { occurredAt: '2026-11-10T11:00:00Z' };
    const { result } = await read(page(items.map((item) => ({ ...item, ...time }))));
    expect(result).toMatchObject({ ok: true, value: { events: [{ name: 'a', count: 1 }] } });
  });

  test.each<{ name: string; items: readonly unknown[]; unnamed: number }>([
    { name: 'without a name', items: [{ occurredAt: '2026-11-10T11:00:00Z' }], unnamed: 1 },
    { name: 'without a time', items: [{ name: 'x' }, { name: 'y', occurredAt: 'soon' }], unnamed: 2 },
    { name: 'of a different type', items: [null, 7, []], unnamed: 3 },
    { name: 'before the window', items: [event('old', 0, { occurredAt: '2026-11-01T00:00:00Z' })], unnamed: 0 },
  ])('$name hide no others, and are counted', async ({ items, unnamed }) => {
    const { result } = await read({ body: { items: [...items, event('search')], nextCursor: null } });
    expect(result).toMatchObject({ ok: true, value: { unnamed, events: [{ name: 'search' }] } });
  });

  test('of which none has a readable name are not an empty list', async () => {
    const { result } = await read(page([{ title: 'a', occurredAt: '2026-11-10T11:00:00Z' }]));
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  });

  test('of empty pages without an end are not an empty list', async () => {
    const { result } = await read(page([], 'same'));
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  });

  test('of a busy app are read up to a limit, and the end is said', async () => {
    let pages = 0;
    const { result, log } = await read(() => {
      pages += 1;
      return page([event('search', 60 - pages)], `c${pages}`);
    });
    expect(result).toMatchObject({ ok: true, value: { stoppedAt: '2026-11-10T11:35:00.000Z' } });
    expect(log).toHaveLength(25);
  });

  test('end at the window, if Layers ignores it', async () => {
    const { result, log } = await read(({ path }) =>
      path.includes('cursor=')
        ? page([event('old', 0, { occurredAt: '2026-11-01T00:00:00Z' })], 'more')
        : page([event('search')], 'next'),
    );
    expect(result).toEqual({
      ok: true,
      value: { unnamed: 0, events: [{ name: 'search', count: 1, lastAt: '2026-11-10T11:00:00.000Z' }] },
    });
    expect(log).toHaveLength(2);
  });

  test('end at a repeated cursor', async () => {
    const { result, log } = await read(() => page([event('search')], 'same'));
    expect(log).toHaveLength(2);
    expect(result, 'and say so').toMatchObject({ ok: true, value: { stoppedAt: '2026-11-10T11:00:00.000Z' } });
  });

  test.each([
    { name: 'a missing scope', reply: no(403, 'FORBIDDEN_SCOPE', 'Needs events:read.'), code: 'api/forbidden' },
    { name: 'a missing project', reply: no(404, 'NOT_FOUND'), code: 'api/not-found' },
    { name: 'a list of a different form', reply: { body: { items: 'none' } }, code: 'api/unreadable' },
  ])('$name is a problem without the key', async ({ reply, code }) => {
    const { result } = await read(reply);
    expect(result).toMatchObject({ ok: false, problems: [{ code }] });
    expect(JSON.stringify(result)).not.toContain(KEY);
  });
});
