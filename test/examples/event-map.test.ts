import { expect, test } from 'vitest';
import { onStage } from '../support/stage.ts';

const DOCUMENT = 'layers/wordloom-android.yaml';

test('events find their place: written by API, looked at, taken back, released', async () => {
  await onStage({ from: 'examples/event-map' }, async (stage) => {
    const live = () => stage.world().layers.projects[0]?.layers[0]?.config;
    const valid = await stage.run('validate');
    expect([valid.exit, valid.out]).toEqual([0, expect.stringContaining('almost TikTok\'s "CompleteRegistration"')]);
    const plan = await stage.run('plan');
    expect(plan.out).toContain('almost TikTok\'s "CompleteRegistration"');

    stage.tell('The reviewer sees the slip. It is corrected, and renewals are left to the default.');
    await stage.edit(
      DOCUMENT,
      'Compleatregistration   # a slip: TikTok knows it as CompleteRegistration',
      'CompleteRegistration',
    );
    await stage.edit(DOCUMENT, /\n *subscription_renew: .*/, '');
    expect((await stage.run('apply --auto-approve')).exit).toBe(0);
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
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);

    stage.tell('Two overrides are taken out again: what they named goes back to where the default map sends it.');
    await stage.edit('defaults/events.yaml', /\n *trial_start: .*/, '');
    await stage.edit('defaults/events.yaml', /\n *level_complete: .*/, '\n    level_complete: null');
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(2);
    expect((await stage.run('apply --auto-approve')).exit).toBe(0);
    expect(live()?.capi).toMatchObject({
      event_map: { account_created: 'CompleteRegistration', subscription_start: 'Subscribe' },
    });

    stage.tell('The whole map leaves the documents: it is released, and stays as it is.');
    await stage.edit(DOCUMENT, / {2}event_map:\n(?: {4}.*\n)+/, '');
    await stage.edit('defaults/events.yaml', / {2}event_map:\n(?: {4}.*\n)+/, '');
    stage.forget();
    expect((await stage.run('plan --detailed-exitcode')).exit).toBe(0);
    expect((await stage.run('drift')).exit).toBe(0);
    expect(stage.writes()).toEqual([]);
    await expect(stage.transcript()).toMatchFileSnapshot('then/event-map.txt');
  });
});
