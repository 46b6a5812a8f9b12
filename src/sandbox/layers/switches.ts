import { z } from 'zod';
import { choice, coreSwitches, no, yes } from '../core/world-parts.ts';

/** Behaviour that the documentation of Layers leaves open, or that differs between its generations. */
export const layersSwitches = {
  toggleReachesLayer: yes(
    'Whether PATCH of an SDK app reaches the config of the layer. It does since 2026-05-08; before, Layers answered 200 and did not change the layer (CF-3).',
  ),
  configWritesTakeEffect: yes(
    'Whether config writes take effect. false: the endpoint answers 200, and nothing changes.',
  ),
  idStyle: choice(
    ['plain', 'prefixed'],
    'Form of the ids of organizations, projects and keys in answers: a bare UUID, or one after org_, prj_ or key_. Requests accept both.',
  ),
  generation: choice(
    ['seed', 'write', 'newer'],
    'The generation of the Layers documentation that is followed: the fields of whoami, whether ad accounts show credentialMode and walletBalance, whether X-Api-Key is accepted.',
  ),
  scopesEnforced: yes(
    'Whether a key without a scope is refused. The oldest documentation records scopes and does not enforce them.',
  ),
  validationStatus: choice(['422', '400'], 'The status of VALIDATION: most pages of Layers show 422, some 400.'),
  writeStatus: choice(
    ['queued', 'pending', 'absent'],
    'The status in the answer of an ads write that waits for approval. No page shows it.',
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
  lifecycleClass: choice(
    ['long-running', 'write-light'],
    'The rate limit class of pausing and resuming, which answer with a job. No page names it.',
  ),
  newCampaigns: choice(
    ['paused', 'active'],
    'The initial state of a campaign created by the API of Layers. The dashboard creates them paused.',
  ),
  parentScopes: no('Whether ads:write includes ads:write:budgets and its other parts. Unknown.'),
  connectScope: choice(
    ['either', 'ads:write', 'ads:write:connect'],
    'The scope that a key needs for an OAuth link: two pages of Layers disagree.',
  ),
  capiPrecondition: choice(
    ['conflict', 'validation'],
    'The refusal to enable CAPI without pixel or token: 409 or 422. No page shows it.',
  ),
  capiStatusWithoutLayer: choice(
    ['absent', 'disabled'],
    'The answer of capi-status for a project without a TikTok layer: no entry, or a disabled one. Unknown.',
  ),
  whichLayer: choice(
    ['first', 'last'],
    'Which of several TikTok layers of one project defaults, capi-status and the CAPI toggle use. Unknown.',
  ),
  trackingPlatforms: choice(
    ['shown', 'absent'],
    'Whether the answer of verify-tracking has a confirmation per platform. A page mentions it; its form is unknown.',
  ),
  decidedPending: choice(
    ['conflict', 'not-found'],
    'The refusal to approve a pending action that was already decided: the page names both.',
  ),
  contentSourceKey: choice(
    ['sourceId', 'postId', 'absent'],
    'The member of ads-content with the post that content was made from, if there is one. Unknown.',
  ),
  eligibleKey: choice(
    ['eligible', 'absent'],
    'The member of ads-content with its eligibility. Inferred from the query.',
  ),
  eventNameKey: choice(
    ['name', 'eventName', 'event'],
    'The member of a listed SDK event with its name: name as in POST /v1/events. Unknown.',
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
  rateLimitHeaders: yes(
    'Whether answers show the state of the rate limit in X-RateLimit-Limit, -Remaining and -Reset. Their names are inferred.',
  ),
};

const shape = z.object({ ...layersSwitches, ...coreSwitches });
export type LayersSwitches = z.output<typeof shape>;
