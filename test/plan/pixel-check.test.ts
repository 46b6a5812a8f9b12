import { describe, expect, test } from 'vitest';
import type { LiveField, LivePixel } from '../../src/model/index.ts';
import { findDrift } from '../../src/plan/index.ts';
import { aDesired, aLive, PIXEL, planOf, theSettings, type Sight, type DesiredCase } from '../support/layers.ts';
import { api, unknown } from '../support/plan.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly pixel: LivePixel;
  readonly link?: LiveField<'pixelLink'>;
  readonly desired?: DesiredCase;
  readonly sight?: Sight;
  readonly found: 'tiktok/pixel-missing' | 'tiktok/pixel-unreadable' | undefined;
};

const absent: LivePixel = { state: 'absent', code: PIXEL };
const missing = 'tiktok/pixel-missing';
const unreadable = 'tiktok/pixel-unreadable';
/** A person links it, because the documents name no Business Center. */
const byNobody: DesiredCase = { without: ['tiktokBusinessId'] };

const cases: readonly Case[] = [
  {
    name: 'usable',
    why: 'events count',
    pixel: { state: 'usable', id: '1', code: PIXEL, name: 'Acme' },
    found: undefined,
  },
  { name: 'not linked', why: 'no ad uses the events', pixel: absent, link: api(undefined), found: missing },
  {
    name: 'no longer linked',
    why: 'the same',
    pixel: { state: 'unbound', code: PIXEL },
    link: api(undefined),
    found: missing,
  },
  {
    name: 'a number',
    why: 'Layers needs the code',
    pixel: { state: 'numeric', id: '7000000000000000001', code: PIXEL },
    found: missing,
  },
  { name: 'links refused', why: 'unknown is not linked', pixel: absent, link: unknown, found: unreadable },
  { name: 'no Business Center to ask', why: 'the same', pixel: absent, desired: byNobody, found: unreadable },
  {
    name: 'account unreadable',
    why: 'the same',
    pixel: { state: 'unasked' },
    sight: { account: { state: 'unreadable', reason: 'x' } },
    found: unreadable,
  },
  {
    name: 'linked, and not listed yet',
    why: 'the Business Center lists it as linked',
    pixel: absent,
    link: api(PIXEL),
    found: undefined,
  },
  {
    name: 'CAPI is off',
    why: 'nothing is sent',
    pixel: absent,
    desired: { fields: { 'capi.enabled': false } },
    found: undefined,
  },
  {
    name: 'CAPI is on live, but not in a document',
    why: 'events are sent all the same',
    pixel: absent,
    link: api(undefined),
    desired: { without: ['capi.enabled'] },
    found: missing,
  },
  {
    name: 'no pixel',
    why: 'there is nothing to check',
    pixel: absent,
    desired: { without: ['capi.pixel_id'] },
    found: undefined,
  },
];

const found = (checks: readonly { readonly code: string; readonly severity: string }[]) =>
  checks.filter(({ code }) => code.startsWith('tiktok/pixel')).map(({ code, severity }) => `${severity} ${code}`);

describe('CAPI on with a pixel that the account cannot use', () => {
  test.each(cases)('$name: $why', ({ pixel, link, desired: given = {}, sight = {}, found: code }) => {
    const desired = aDesired(given);
    const seen = link === undefined ? {} : { pixelLink: link };
    const live = aLive({ ...sight, pixel, seen });
    const expected = code === undefined ? [] : [`error ${code}`];
    const drift = findDrift([desired], [live], theSettings());
    expect(drift.ok && found(drift.value[0]?.checks ?? []), 'in drift').toEqual(expected);
    const plan = planOf(desired, live);
    const isLinked = plan.layers[0]?.changes.some(({ kind, step }) => kind === 'pixel-link' && step.by === 'api');
    expect(found(plan.layers[0]?.checks ?? []), 'in a plan').toEqual(isLinked === true ? [] : expected);
  });

  test('a plan that links the pixel does not call it missing; without the link, drift does', () => {
    const live = aLive({ pixel: absent, seen: { pixelLink: api(undefined) } });
    const [layer] = planOf(aDesired(), live).layers;
    expect(layer?.changes.map(({ kind, step }) => `${kind} ${step.by}`)).toContain('pixel-link api');
    expect(found(layer?.checks ?? [])).toEqual([]);
  });
});
