import { z } from 'zod';
import { duration, millisecondsOf } from '../duration.ts';
import { freeJson } from '../layers/free-json.ts';

const request = z
  .strictObject({
    request: z
      .string()
      .regex(/^([A-Z]+|\*) \/\S*$/, 'must be a method and a path, such as POST /v1/projects')
      .describe(
        'A request that succeeds: its method and its path. * stands for any method, and for any text in the path.',
      ),
    body: freeJson.optional().describe('What its body must have; it may have more. Absent: anything.'),
  })
  .describe('After a request to either API.');

const moment = z
  .strictObject({ at: z.iso.datetime().describe('When, by the clock of the sandbox.') })
  .describe('At a time.');

const base = {
  who: z.string().min(1).default('somebody').describe('Who does it. For the record only.'),
  when: z.union([moment, request]).describe('What it waits for.'),
  after: z
    .union([
      duration,
      z
        .strictObject({ least: duration, most: duration })
        .refine(
          ({ least, most }) => (millisecondsOf(least) ?? 0) <= (millisecondsOf(most) ?? 0),
          'least is more than most',
        )
        .describe('Somewhere between two, decided by the seed of the world.'),
    ])
    .default('PT0S')
    .describe('How long after that.'),
  times: z.int().min(1).default(1).describe('How many requests it follows.'),
};

function deed<N extends string, M extends z.ZodRawShape>(name: N, means: string, members: M) {
  return z.strictObject({ does: z.literal(name).describe(means), ...members, ...base }).describe(means);
}

const digits = z.string().regex(/^\d{1,20}$/, 'must be a string of digits');
const project = z.string().describe('The id of the project.');
const layer = z.string().optional().describe('The layer. Absent: the only TikTok layer of the project.');
const campaign = z.string().min(1).describe("The campaign: TikTok's id of it, or that of Layers.");
const pending = z.string().optional().describe('The pending action. Absent: all that wait.');

/** An action of a person that neither API supports, and its time. */
export const happeningShape = z
  .discriminatedUnion('does', [
    deed('install', 'Installs the TikTok Ads Manager layer.', { project }),
    deed('paste', 'Pastes a whole config into "View as JSON" and saves.', {
      project,
      layer,
      json: z.unknown().describe('The config, as text or as a map.'),
    }),
    deed('connect-account', 'Completes OAuth for an ad account, or binds the one that a partner shared.', {
      project,
      adAccount: digits.describe("TikTok's id of the ad account."),
    }),
    deed('edit', 'Edits the config of a layer in the dashboard.', {
      project,
      layer,
      config: freeJson.describe('A JSON merge patch (RFC 7396).'),
    }),
    deed('edit-metadata', 'Edits the metadata of a project, where reconcile keeps its ledger.', {
      project,
      metadata: freeJson.describe('A JSON merge patch (RFC 7396).'),
    }),
    deed('accept-partnership', 'Accepts partnerships that were requested.', {
      from: digits.optional().describe('The Business Center that asked. Absent: any.'),
      to: digits.optional().describe('The Business Center that was asked. Absent: any.'),
    }),
    deed('consent', "Consents to a developer app on TikTok's page.", {
      app: z.string().min(1).describe('The app.'),
      code: z.string().min(1).describe('What TikTok appends to the redirect.'),
      advertisers: z.array(digits).min(1).describe('Ad accounts that are granted.'),
    }),
    deed('pause-campaign', 'Pauses a campaign, on both sides.', { campaign }),
    deed('resume-campaign', 'Lets a campaign run again, on both sides.', { campaign }),
    deed('revoke-token', 'Takes a TikTok token back.', { token: z.string().min(8).describe('The access token.') }),
    deed('fund-wallet', 'Puts money on an ad account.', {
      advertiser: digits.describe('The ad account.'),
      amount: z.number().positive().max(1e9).describe('What is added, in major units.'),
    }),
    deed('approve-pending', 'Approves writes that wait for a person.', { project, pending }),
    deed('reject-pending', 'Rejects writes that wait for a person.', {
      project,
      pending,
      reason: z.string().min(1).default('Not now.').describe('Why.'),
    }),
  ])
  .describe('Something that a person does where no API can, and when.');

export type ScheduledAction = z.output<typeof happeningShape>;
export type DeedName = ScheduledAction['does'];
export type DeedOf<N extends DeedName> = Extract<ScheduledAction, { readonly does: N }>;
