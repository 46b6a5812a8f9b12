import { z } from 'zod';
import { freeJson } from '../core/json.ts';
import { choice, no, prefixed, shape, yes } from '../core/world-parts.ts';

export const jobShape = shape('One job.', {
  jobId: prefixed('job_', 'The id of the job.'),
  organization: z.string().describe('The organization whose key started it.'),
  project: z.string().optional().describe('The project that it works on.'),
  kind: z.string().describe('ads_optimizer_run, or an invented word for a campaign write.'),
  startedAt: z.iso.datetime().describe('When it began.'),
  lasts: z.int().min(0).default(0).describe("Seconds of the sandbox's clock until it is done."),
  waitsFor: z.string().optional().describe('The pending action that must be decided first.'),
  runId: z.string().optional().describe('The run of the optimizer that this job represents.'),
  ends: choice(['completed', 'failed', 'canceled'], 'Its final status.'),
  result: freeJson.default({}).describe('The result of a completed job.'),
  error: freeJson.default({}).describe('The error of a failed job.'),
});

export const oauthUrlShape = shape('One link on which a person connects an ad account.', {
  nonce: z.string().min(1).describe('Identifies the link.'),
  project: z.string().describe('The project that it connects an account to.'),
  platform: z.enum(['meta_ads', 'tiktok_ads', 'apple_ads']).describe('The platform.'),
  returnUrl: z.string().describe('The redirect target.'),
  state: z.string().optional().describe('Returned to it unchanged.'),
  expiresAt: z.iso.datetime().describe('When it stops working.'),
  used: no('Whether the link was used.'),
});

export const creditsShape = shape('The credits of one organization.', {
  organization: z.string().describe('The organization.'),
  balance: z.int().default(6000).describe('Credits, not money.'),
  reserved: z.int().min(0).default(0).describe('Reserved for running jobs.'),
  included: z.int().min(0).default(6000).describe('Included in the subscription each month.'),
  used: z.int().min(0).default(0).describe('Used this month.'),
  tier: z.string().default('standard').describe('The subscription.'),
  billingStatus: z.string().default('active').describe('active, past_due.'),
});

export const eventShape = shape('One SDK event.', {
  eventId: z.string().min(1).describe('The id of the sender, or one of Layers.'),
  appId: z.string().describe('The SDK app that it belongs to.'),
  name: z.string().min(1).describe('app_open, purchase_success and so on.'),
  occurredAt: z.iso.datetime().describe('When it happened.'),
  appUserId: z.string().optional().describe('The user. Only shown to a key that can read identifiers.'),
  properties: freeJson.default({}).describe('revenue, currency and so on.'),
  context: freeJson.default({}).describe('Further context.'),
});

/** Source: docs/api/reference/engagement/patch-engagement (documented). */
export const engagementSettings = {
  firstComment: shape('The first comment below a post.', {
    targets: z.array(z.string()).default([]).describe('Platforms.'),
    commentTemplate: z.string().min(1).max(500).default('…').describe('Its text.'),
    strategy: choice(['literal', 'generated'], 'literal: the text itself. generated: a similar text.'),
  }),
  replyToComments: shape('Replies to comments.', {
    targets: z.array(z.string()).default([]).describe('Platforms.'),
    autoReplyDelay: z
      .string()
      .refine(isDelay, 'must be from PT30S to PT1H')
      .default('PT3M')
      .describe('The delay, as an ISO 8601 duration.'),
    tone: z.string().default('warm').describe('The tone.'),
    maxPerPostPerHour: z.int().min(1).max(60).default(10).describe('Maximum number of replies.'),
    ignoreCommentsMatching: z.array(z.string()).max(20).default([]).describe('Patterns of comments to ignore.'),
    escalateNegativeSentiment: yes('Whether a person is notified.'),
  }),
};

/** Hours, minutes and seconds are enough for a delay from 30 seconds to one hour. */
function isDelay(text: string): boolean {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text);
  if (found === null || text === 'PT') return false;
  const [hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const all = hours * 3600 + minutes * 60 + seconds;
  return all >= 30 && all <= 3600;
}

export const engagementShape = shape('One Social Engagement layer.', {
  projectLayerId: z
    .string()
    .regex(/^(pl|lyr)_[\w-]+$/, 'must begin with pl_')
    .describe('The id of the project layer.'),
  enabled: yes('Whether the layer is active.'),
  firstComment: engagementSettings.firstComment.prefault({}),
  replyToComments: engagementSettings.replyToComments.prefault({}),
  fenced: freeJson.default({}).describe('Members of the config that partners may not see.'),
});

export type Job = z.output<typeof jobShape>;
export type SdkEvent = z.output<typeof eventShape>;
export type Engagement = z.output<typeof engagementShape>;
