import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';

const DOCUMENT = 'layers/wordloom-android.yaml';

test('events are mapped: written by API, checked, reverted, released', async () => {
  await withHarness({ from: 'examples/event-map' }, async (harness) => {
    const live = () => harness.world().layers.projects[0]?.layers[0]?.config;
    const valid = await harness.run('validate');
    expect([valid.exit, valid.out]).toEqual([
      0,
      expect.stringContaining('similar to TikTok\'s "CompleteRegistration"'),
    ]);
    const plan = await harness.run('plan');
    expect(plan.out).toContain('similar to TikTok\'s "CompleteRegistration"');

    harness.note('The reviewer sees the mistake. It is corrected, and renewals use the default.');
    await harness.edit(
      DOCUMENT,
      "Compleatregistration   # a mistake: TikTok's name is CompleteRegistration",
      'CompleteRegistration',
    );
    await harness.edit(DOCUMENT, /\n *subscription_renew: .*/, '');
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(live(), 'with the member that reconcile does not know').toMatchObject({
      bidStrategy: 'lowest_cost',
      capi: {
        event_map: {
          account_created: 'CompleteRegistration',
          level_complete: 'AchieveLevel',
          subscription_start: 'Subscribe',
          trial_start: 'StartTrial',
        },
      },
    });
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);

    harness.note('Two overrides are removed again: their events go back to the default map.');
    await harness.edit('defaults/events.yaml', /\n *trial_start: .*/, '');
    await harness.edit('defaults/events.yaml', /\n *level_complete: .*/, '\n    level_complete: null');
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(2);
    expect((await harness.run('apply --auto-approve')).exit).toBe(0);
    expect(live()?.capi).toMatchObject({
      event_map: { account_created: 'CompleteRegistration', subscription_start: 'Subscribe' },
    });

    harness.note('The whole map is removed from the document: it is released and stays unchanged.');
    await harness.edit(DOCUMENT, / {2}event_map:\n(?: {4}.*\n)+/, '');
    await harness.edit('defaults/events.yaml', / {2}event_map:\n(?: {4}.*\n)+/, '');
    harness.forget();
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    expect((await harness.run('drift')).exit).toBe(0);
    expect(harness.writes()).toEqual([]);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/event-map.txt');
  });
});
