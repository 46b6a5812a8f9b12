import { z } from 'zod';
import { coreSwitches } from '../core/switches.ts';

/** Behaviour that the documentation of Layers leaves open, or that differs between its generations. */
export const layersSwitches = {
  toggleReachesLayer: z
    .boolean()
    .default(true)
    .describe(
      'Whether PATCH of an SDK app reaches the config of the layer. It does since 2026-05-08; before, Layers answered 200 and the layer stayed as it was (CF-3).',
    ),
  configWritesTakeEffect: z
    .boolean()
    .default(true)
    .describe('Whether the config endpoint does what it answers. false: it answers 200, and nothing changes.'),
  idStyle: z
    .enum(['plain', 'prefixed'])
    .default('plain')
    .describe(
      'How ids of organizations, projects and keys are shown: a bare UUID, or after org_, prj_, key_. Both are taken in requests.',
    ),
  generation: z
    .enum(['seed', 'write', 'newer'])
    .default('seed')
    .describe(
      'The generation of the Layers documentation that is followed: what whoami shows, whether ad accounts show credentialMode and walletBalance, whether X-Api-Key is taken.',
    ),
  scopesEnforced: z
    .boolean()
    .default(true)
    .describe(
      'Whether a key without a scope is refused. The oldest documentation records scopes and does not enforce them.',
    ),
  validationStatus: z
    .enum(['422', '400'])
    .default('422')
    .describe('The status of VALIDATION: most pages of Layers show 422, some 400.'),
  writeStatus: z
    .enum(['queued', 'pending', 'absent'])
    .default('queued')
    .describe('The word that an ads write of Layers answers with while it waits for approval. No page shows it.'),
  queuedJob: z
    .enum(['completed', 'running'])
    .default('completed')
    .describe('Whether the job of an ads write that waits for approval is done at once, or runs until then. Unknown.'),
  beyondGuardrails: z
    .enum(['denied', 'queued', 'clamped', 'dispatched'])
    .default('denied')
    .describe('What becomes of a budget change by more than 50 % or 100.00 where the axis says auto. Unknown.'),
  deniedStatus: z
    .enum(['403', '409', '422'])
    .default('403')
    .describe('The status of AUTHORITY_DENIED. No page shows it.'),
  deniedReasonShown: z
    .boolean()
    .default(true)
    .describe('Whether AUTHORITY_DENIED tells its reason in details.reason. Where the reason stands is not shown.'),
  newCampaigns: z
    .enum(['paused', 'active'])
    .default('paused')
    .describe('The state of a campaign that the API of Layers made. The dashboard starts them paused.'),
  parentScopes: z
    .boolean()
    .default(false)
    .describe('Whether ads:write stands for ads:write:budgets and its other parts. Unknown.'),
  connectScope: z
    .enum(['either', 'ads:write', 'ads:write:connect'])
    .default('either')
    .describe('What a key needs for an OAuth link: two pages of Layers disagree.'),
  capiPrecondition: z
    .enum(['conflict', 'validation'])
    .default('conflict')
    .describe('How enabling CAPI without pixel or token is refused: 409 or 422. No page shows it.'),
  capiStatusWithoutLayer: z
    .enum(['absent', 'disabled'])
    .default('absent')
    .describe(
      'What capi-status shows of a project without a TikTok layer: no entry, or one that is disabled. Unknown.',
    ),
  whichLayer: z
    .enum(['first', 'last'])
    .default('first')
    .describe('Which of several TikTok layers of one project defaults, capi-status and the CAPI toggle mean. Unknown.'),
  decidedPending: z
    .enum(['conflict', 'not-found'])
    .default('conflict')
    .describe('How approving a pending action that was decided is refused: the page names both.'),
  metricsSpend: z
    .enum(['cents', 'major'])
    .default('cents')
    .describe('The unit of spend in ads-metrics: cents by the general rule, but the page does not say it.'),
  idempotencyScope: z
    .enum(['route', 'key'])
    .default('route')
    .describe('Whether an idempotency key belongs to one route or to all routes of an API key. Unknown.'),
  idempotencyKeyRequired: z
    .boolean()
    .default(false)
    .describe('Whether POST of an SDK app is refused without Idempotency-Key: one page says both.'),
  externalIdsUnique: z
    .boolean()
    .default(false)
    .describe('Whether two projects of an organization may not share a customerExternalId: two pages disagree.'),
};

const shape = z.object({ ...layersSwitches, ...coreSwitches });
export type LayersSwitches = z.output<typeof shape>;
