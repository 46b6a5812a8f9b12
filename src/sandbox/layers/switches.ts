import { z } from 'zod';
import { choice, coreSwitches, no, yes } from '../core/world-parts.ts';

/** Behaviour that the documentation of Layers leaves open, or that differs between its generations. */
export const layersSwitches = {
  toggleReachesLayer: yes(
    'Whether PATCH of an SDK app reaches the config of the layer. It does since 2026-05-08; before, Layers answered 200 and the layer stayed as it was (CF-3).',
  ),
  configWritesTakeEffect: yes(
    'Whether the config endpoint does what it answers. false: it answers 200, and nothing changes.',
  ),
  idStyle: choice(
    ['plain', 'prefixed'],
    'How ids of organizations, projects and keys are shown: a bare UUID, or after org_, prj_, key_. Both are taken in requests.',
  ),
  generation: choice(
    ['seed', 'write', 'newer'],
    'The generation of the Layers documentation that is followed: what whoami shows, whether ad accounts show credentialMode and walletBalance, whether X-Api-Key is taken.',
  ),
  scopesEnforced: yes(
    'Whether a key without a scope is refused. The oldest documentation records scopes and does not enforce them.',
  ),
  validationStatus: choice(['422', '400'], 'The status of VALIDATION: most pages of Layers show 422, some 400.'),
  writeStatus: choice(
    ['queued', 'pending', 'absent'],
    'The word that an ads write of Layers answers with while it waits for approval. No page shows it.',
  ),
  queuedJob: choice(
    ['completed', 'running'],
    'Whether the job of an ads write that waits for approval is done at once, or runs until then. Unknown.',
  ),
  beyondGuardrails: choice(
    ['denied', 'queued', 'clamped', 'dispatched'],
    'The effect of a budget change by more than 50% or 100.00 if the axis is auto. Unknown.',
  ),
  deniedStatus: choice(['403', '409', '422'], 'The status of AUTHORITY_DENIED. No page shows it.'),
  deniedReasonShown: yes(
    'Whether AUTHORITY_DENIED has its reason in details.reason. No page shows where the reason is.',
  ),
  newCampaigns: choice(
    ['paused', 'active'],
    'The state of a campaign that the API of Layers made. The dashboard starts them paused.',
  ),
  parentScopes: no('Whether ads:write includes ads:write:budgets and its other parts. Unknown.'),
  connectScope: choice(
    ['either', 'ads:write', 'ads:write:connect'],
    'What a key needs for an OAuth link: two pages of Layers disagree.',
  ),
  capiPrecondition: choice(
    ['conflict', 'validation'],
    'How enabling CAPI without pixel or token is refused: 409 or 422. No page shows it.',
  ),
  capiStatusWithoutLayer: choice(
    ['absent', 'disabled'],
    'What capi-status shows of a project without a TikTok layer: no entry, or one that is disabled. Unknown.',
  ),
  whichLayer: choice(
    ['first', 'last'],
    'Which of several TikTok layers of one project defaults, capi-status and the CAPI toggle mean. Unknown.',
  ),
  decidedPending: choice(
    ['conflict', 'not-found'],
    'How approving a pending action that was decided is refused: the page names both.',
  ),
  metricsSpend: choice(
    ['cents', 'major'],
    'The unit of spend in ads-metrics: cents by the general rule; the page does not name it.',
  ),
  idempotencyScope: choice(
    ['route', 'key'],
    'Whether an idempotency key belongs to one route or to all routes of an API key. Unknown.',
  ),
  idempotencyKeyRequired: no(
    'Whether POST of an SDK app is refused without Idempotency-Key: one page contains both statements.',
  ),
  externalIdsUnique: no(
    'Whether two projects of an organization may not share a customerExternalId: two pages disagree.',
  ),
};

const shape = z.object({ ...layersSwitches, ...coreSwitches });
export type LayersSwitches = z.output<typeof shape>;
