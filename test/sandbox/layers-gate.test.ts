import { describe, expect } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { proves } from '../support/conformance.ts';
import { ACCOUNT, adsWorld, campaignIn, layerIn, P, send, TWIN } from './layers-harness.ts';
import { inSandbox } from './harness.ts';

const CAMPAIGNS = '/v1/projects/:projectId/ads/:platform/campaigns';
const ONE = `${CAMPAIGNS}/:campaignId`;
const AD_SET = '/v1/projects/:projectId/ads/:platform/adsets/:adsetId';
const mine = `${P}/ads/tiktok/campaigns/cmp_ONE`;
const base = { api: 'layers', certainty: 'documented' } as const;
const budget = { ...base, method: 'PATCH', path: `${ONE}/budget` } as const;

const draft = (world: World) => {
  layerIn(world).defaults = { creative: 'draft', tactical: 'draft', structural: 'draft' };
};
const switched = (switches: Partial<World['switches']>) => (world: World) => {
  Object.assign(world.switches, switches);
};

/** Every write with its axis, and its effect at Layers and at TikTok. */
const writes = [
  {
    ...budget,
    url: `${mine}/budget`,
    body: { dailyBudgetCents: 25_000 },
    axis: 'tactical',
    ours: { dailyBudgetCents: 25_000 },
    theirs: { budget: '250.00', budgetMode: 'BUDGET_MODE_DAY' },
  },
  {
    ...base,
    method: 'POST',
    path: `${ONE}/pause`,
    url: `${mine}/pause`,
    axis: 'structural',
    ours: { status: 'paused' },
    theirs: { status: 'DISABLE', budget: '200' },
  },
  {
    ...base,
    method: 'DELETE',
    path: ONE,
    url: mine,
    axis: 'structural',
    ours: { status: 'deleted' },
    theirs: { status: 'DELETE' },
  },
] as const;

describe.each(writes)('$method $path', (write) => {
  const { url, axis, ours, theirs, method, path } = write;
  const body = 'body' in write ? write.body : undefined;
  const row = { ...base, method, path } as const;

  proves({ ...row, aspect: 'shape' }, 'on auto changes the campaign here and at TikTok', () =>
    inSandbox(adsWorld(), async (sandbox) => {
      const answer = await send(sandbox, method, url, body);
      expect(answer.status).toBe(202);
      expect(campaignIn(sandbox)).toMatchObject({ ours, theirs });
      expect(await send(sandbox, 'GET', `/v1/jobs/${answer.body.jobId}`)).toMatchObject({
        body: { status: 'completed', result: { status: 'dispatched', platformResponse: { externalId: TWIN } } },
      });
    }),
  );

  proves({ ...row, aspect: 'shape' }, 'on draft is queued, and changes nothing', () =>
    inSandbox(adsWorld(draft), async (sandbox) => {
      const answer = await send(sandbox, method, url, body);
      expect(answer).toMatchObject({ status: 202, body: method === 'DELETE' ? {} : { status: 'queued' } });
      expect(Object.keys(answer.body).includes('status')).toBe(method !== 'DELETE');
      expect(campaignIn(sandbox).ours).toMatchObject({ status: 'active', dailyBudgetCents: 20_000 });
      const queue = await send(sandbox, 'GET', `${P}/ads/tiktok/pending`);
      expect(queue.body.items?.[0]).toMatchObject({ entityId: 'cmp_ONE', entityName: 'Installs', status: 'pending' });
    }),
  );

  const closed: { reason: string; close: (world: World) => void }[] = [
    { reason: 'authority_axis_off', close: (world) => Object.assign(layerIn(world).defaults, { [axis]: 'off' }) },
    { reason: 'layer_kill_switch', close: (world) => Object.assign(layerIn(world), { killSwitch: true }) },
    {
      reason: 'partner_writes_not_consented',
      close: (world) => Object.assign(layerIn(world), { partnerWrites: false }),
    },
  ];
  for (const { reason, close } of closed) {
    const certainty = reason === 'partner_writes_not_consented' ? 'inferred' : 'documented';
    proves({ ...row, aspect: 'errors', certainty }, `is denied: ${reason}`, () =>
      inSandbox(adsWorld(close), async (sandbox) => {
        const before = sandbox.world();
        expect(await send(sandbox, method, url, body)).toMatchObject({
          status: 403,
          body: { error: { code: 'AUTHORITY_DENIED', details: { reason } } },
        });
        expect(sandbox.world()).toEqual(before);
      }),
    );
  }
});

proves(
  { ...base, method: 'POST', path: `${ONE}/resume`, aspect: 'shape', certainty: 'inferred' },
  'undoes a pause',
  () =>
    inSandbox(adsWorld(), async (sandbox) => {
      await send(sandbox, 'POST', `${mine}/pause`);
      await send(sandbox, 'POST', `${mine}/resume`);
      expect(campaignIn(sandbox)).toMatchObject({ ours: { status: 'active' }, theirs: { status: 'ENABLE' } });
    }),
);

proves({ ...budget, aspect: 'shape' }, 'checks the authority of the campaign before that of the layer', () =>
  inSandbox(
    adsWorld((world) => {
      const [campaign] = world.layers.projects[0]?.campaigns ?? [];
      if (campaign !== undefined) campaign.authority = { creative: 'auto', tactical: 'off', structural: 'auto' };
    }),
    async (sandbox) => {
      expect((await send(sandbox, 'PATCH', `${mine}/budget`, { dailyBudgetCents: 21_000 })).status).toBe(403);
      expect((await send(sandbox, 'POST', `${mine}/pause`)).status).toBe(202);
    },
  ),
);

const refusals = [
  { name: 'both budgets', body: { dailyBudgetCents: 25_000, lifetimeBudgetCents: 9 }, code: 'VALIDATION' },
  { name: 'no budget', body: {}, code: 'VALIDATION' },
  { name: 'less than the minimum of the platform', body: { dailyBudgetCents: 4999 }, code: 'VALIDATION' },
  { name: 'a part of a cent', body: { dailyBudgetCents: 25_000.5 }, code: 'VALIDATION' },
  { name: 'daily to lifetime', body: { lifetimeBudgetCents: 900_000 }, code: 'PLATFORM_REJECTED' },
  {
    name: 'a lifetime past its end',
    campaign: 'cmp_TWO',
    body: { lifetimeBudgetCents: 91_000 },
    code: 'PLATFORM_REJECTED',
  },
  { name: 'a campaign that is deleted', campaign: 'cmp_GONE', body: { dailyBudgetCents: 25_000 }, code: 'NOT_FOUND' },
  { name: "another platform's campaign", campaign: 'cmp_META', body: { dailyBudgetCents: 25_000 }, code: 'NOT_FOUND' },
];
for (const { name, campaign = 'cmp_ONE', body, code } of refusals) {
  proves({ ...budget, aspect: 'errors' }, `refuses ${name}`, () =>
    inSandbox(adsWorld(), async (sandbox) => {
      const answer = await send(sandbox, 'PATCH', `${P}/ads/tiktok/campaigns/${campaign}/budget`, body);
      expect(answer.body.error?.code).toBe(code);
      expect(sandbox.world()).toEqual(adsWorld());
    }),
  );
}

describe.each(['denied', 'queued', 'clamped', 'dispatched'] as const)(
  'beyond the guardrails: %s',
  (beyondGuardrails) => {
    const found = { denied: 20_000, queued: 20_000, clamped: 30_000, dispatched: 60_000 }[beyondGuardrails];
    proves({ ...budget, aspect: 'shape', certainty: 'unknown' }, 'a budget three times as high', () =>
      inSandbox(adsWorld(switched({ beyondGuardrails })), async (sandbox) => {
        const answer = await send(sandbox, 'PATCH', `${mine}/budget`, { dailyBudgetCents: 60_000 });
        expect(answer.status).toBe(beyondGuardrails === 'denied' ? 403 : 202);
        expect(campaignIn(sandbox).ours?.dailyBudgetCents).toBe(found);
        const { count } = (await send(sandbox, 'GET', `${P}/ads/tiktok/pending/count`)).body;
        expect(count).toBe(beyondGuardrails === 'queued' ? 2 : 1);
      }),
    );
  },
);

describe.each(['queued', 'pending', 'absent'] as const)('the word for a pending write: %s', (writeStatus) => {
  proves({ ...budget, aspect: 'shape', certainty: 'unknown' }, 'a queued budget', () =>
    inSandbox(
      adsWorld((world) => {
        draft(world);
        switched({ writeStatus })(world);
      }),
      async (sandbox) => {
        const { body } = await send(sandbox, 'PATCH', `${mine}/budget`, { dailyBudgetCents: 60_000 });
        expect(body.status).toBe(writeStatus === 'absent' ? undefined : writeStatus);
      },
    ),
  );
});

describe.each(['403', '409', '422'] as const)('AUTHORITY_DENIED is %s', (deniedStatus) => {
  describe.each([true, false])('with its reason: %s', (deniedReasonShown) => {
    proves({ ...budget, aspect: 'errors', certainty: 'unknown' }, 'a denied budget', () =>
      inSandbox(
        adsWorld((world) => {
          layerIn(world).killSwitch = true;
          switched({ deniedStatus, deniedReasonShown })(world);
        }),
        async (sandbox) => {
          const answer = await send(sandbox, 'PATCH', `${mine}/budget`, { dailyBudgetCents: 25_000 });
          expect([answer.status, answer.body.error?.code]).toEqual([Number(deniedStatus), 'AUTHORITY_DENIED']);
          expect(answer.body.error?.details).toEqual(deniedReasonShown ? { reason: 'layer_kill_switch' } : undefined);
        },
      ),
    );
  });
});

describe.each(['422', '400'] as const)('VALIDATION is %s', (validationStatus) => {
  proves({ ...budget, aspect: 'errors', certainty: 'unknown' }, 'a budget without a number', () =>
    inSandbox(adsWorld(switched({ validationStatus })), async (sandbox) => {
      const answer = await send(sandbox, 'PATCH', `${mine}/budget`, {});
      expect([answer.status, answer.body.error?.code]).toEqual([Number(validationStatus), 'VALIDATION']);
    }),
  );
});

const create = { ...base, method: 'POST', path: CAMPAIGNS, certainty: 'inferred' } as const;
const desired = {
  ...{ adAccountId: ACCOUNT, name: 'New', outcome: 'traffic', dailyBudgetCents: 7000 },
  ...{ campaignManagementMode: 'manual', creativeMode: 'autopilot' },
};

describe.each(['paused', 'active'] as const)('new campaigns are %s', (newCampaigns) => {
  proves({ ...create, aspect: 'shape' }, 'makes it at TikTok, and manual is off', () =>
    inSandbox(adsWorld(switched({ newCampaigns })), async (sandbox) => {
      const { body } = await send(sandbox, 'POST', `${P}/ads/tiktok/campaigns`, desired);
      const { ours, theirs } = campaignIn(sandbox, String(body.campaignId));
      expect(ours).toMatchObject({ name: 'New', objective: 'traffic', status: newCampaigns, dailyBudgetCents: 7000 });
      expect(ours?.authority).toEqual({ creative: 'auto', tactical: 'off', structural: 'off' });
      expect(theirs).toMatchObject({
        ...{ name: 'New', objective: 'TRAFFIC', budget: '70.00' },
        status: newCampaigns === 'paused' ? 'DISABLE' : 'ENABLE',
      });
      // A manual campaign cannot be paused by API afterwards.
      expect((await send(sandbox, 'POST', `${P}/ads/tiktok/campaigns/${body.campaignId}/pause`)).status).toBe(403);
    }),
  );
});

const badWishes = [
  { name: 'two budgets', desired: { lifetimeBudgetCents: 90_000 }, code: 'VALIDATION' },
  { name: 'a name too long', desired: { name: 'x'.repeat(129) }, code: 'VALIDATION' },
  { name: 'an unknown outcome', desired: { outcome: 'video_view' }, code: 'VALIDATION' },
  {
    name: 'a lifetime without an end',
    desired: { dailyBudgetCents: undefined, lifetimeBudgetCents: 90_000 },
    code: 'VALIDATION',
  },
  { name: 'a budget too small', desired: { dailyBudgetCents: 4999 }, code: 'VALIDATION' },
  {
    name: 'an account of a different platform',
    desired: { adAccountId: '01J0000000000000000000META' },
    code: 'NOT_FOUND',
  },
];
for (const { name, desired: change, code } of badWishes) {
  proves({ ...create, aspect: 'errors', certainty: 'documented' }, `refuses ${name}`, () =>
    inSandbox(adsWorld(), async (sandbox) => {
      const answer = await send(sandbox, 'POST', `${P}/ads/tiktok/campaigns`, { ...desired, ...change });
      expect(answer.body.error?.code).toBe(code);
      expect(sandbox.world()).toEqual(adsWorld());
    }),
  );
}

proves(
  { ...base, method: 'POST', path: `${AD_SET}/pause`, aspect: 'shape', certainty: 'inferred' },
  'checks the authority of its campaign',
  () =>
    inSandbox(
      adsWorld((world) => {
        const [campaign] = world.layers.projects[0]?.campaigns ?? [];
        if (campaign !== undefined) campaign.authority = { creative: 'auto', tactical: 'draft', structural: 'off' };
      }),
      async (sandbox) => {
        const url = `${P}/ads/tiktok/adsets/adg_ONE`;
        expect((await send(sandbox, 'POST', `${url}/pause`)).status).toBe(403);
        expect((await send(sandbox, 'PATCH', `${url}/budget`, { dailyBudgetCents: 9000 })).body.status).toBe('queued');
        expect((await send(sandbox, 'DELETE', `${P}/ads/tiktok/adsets/adg_TWO`)).status).toBe(202);
        const { items = [] } = (await send(sandbox, 'GET', `${P}/ads/adsets?status=deleted`)).body;
        expect(items.map(({ adsetId }) => adsetId)).toEqual(['adg_TWO']);
      },
    ),
);

proves(
  { ...base, method: 'GET', path: '/v1/projects/:projectId/ads/campaigns', aspect: 'shape' },
  'returns a change that a person made at TikTok',
  () =>
    inSandbox(adsWorld(), async (sandbox) => {
      sandbox.intervene((_, moment, world) => {
        const mirror = world.tiktok.campaigns.find(({ id }) => id === TWIN);
        if (moment === 'before' && mirror !== undefined) Object.assign(mirror, { status: 'DISABLE', budget: '123.45' });
      });
      const { items } = (await send(sandbox, 'GET', `${P}/ads/campaigns?status=paused&platforms=tiktok_ads`)).body;
      expect(items?.[0]).toMatchObject({ campaignId: 'cmp_ONE', status: 'paused', dailyBudgetCents: 12_345 });
    }),
);
