import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, copied, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const one = acme();
const file = fileOf(one);
const files = { 'reconcile.yaml': settings({ transport: endpoint() }), [file]: documentOf(one) };
const STATS = '/open_api/v1.3/pixel/event/stats/';

test('a raised cap asks whether the pixel sees events; unreadable is unknown, not none', async () => {
  await withHarness({ files, world: worldOf([one], { eventsPerDay: 0 }) }, async (harness) => {
    const stats = () => harness.log().filter(({ path }) => path.startsWith(STATS)).length;
    await harness.run('plan');
    expect(stats(), 'nothing is raised').toBe(0);

    await harness.edit(file, '28000', '29000');
    harness.forget();
    const { out } = await harness.run('plan');
    expect(out).toContain('The plan raises the spend, but the pixel counted no event in 30 days.');
    expect(stats()).toBe(1);

    const report = JSON.parse((await harness.run('report --format json')).out) as unknown;
    expect(JSON.stringify(report), 'the report says so too').toContain('cap/without-events');

    const fault = { method: 'GET', path: STATS, times: 100, fault: { kind: 'status', status: 500 } };
    await harness.call('POST', '/__sandbox/faults', fault);
    const unread = await harness.run('plan');
    expect(unread.exit, 'the layer is planned').toBe(0);
    expect(unread.out).toContain('note  cap/events-unknown');
    expect(unread.out).not.toContain('cap/without-events');
  });
});

test('with events there is nothing to say, and the apply sends what the plan predicted', async () => {
  await withHarness({ files, world: worldOf([one]) }, async (harness) => {
    await harness.edit(file, '28000', '29000');
    const plan = await harness.run('plan --format json');
    const { calls } = JSON.parse(plan.out) as { readonly calls: { readonly forecast: number } };
    expect(plan.out).not.toContain('cap/without-events');
    harness.forget();
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(harness.log()).toHaveLength(calls.forecast);
  });
});

test('a layer that becomes active asks too', async () => {
  const paused = { 'reconcile.yaml': settings(), [file]: documentOf(one, { state: 'paused' }) };
  await withHarness({ files: paused, world: worldOf([one], { eventsPerDay: 0 }) }, async (harness) => {
    await harness.write('live.json', copied(one.config));
    await harness.run('confirm acme-ios --json live.json');
    await harness.run('confirm acme-ios');
    await harness.edit(file, 'state: paused', 'state: active');
    expect((await harness.run('plan')).out).toContain('the pixel counted no event in 30 days');
  });
});
