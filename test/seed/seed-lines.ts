/**
 * Every line of the page that the project started from (developers.layers.com docs/paid-media/tiktok-setup), and the
 * tests that prove what reconcile does for it. `.github/SETUP.md` is generated from this list.
 */

/**
 * `automated`: reconcile does it. `observed`: an API shows it, and reconcile checks it. `human`: a person does it, guided
 * by the plan and `todo`. `stated`: no API shows it, so it rests on the word of a person.
 */
export type How = 'automated' | 'observed' | 'human' | 'stated';

export type Proof = {
  readonly how: How;
  /** Below `test/`. */
  readonly file: string;
  /** Name of the test, or of one row of its table, as the file contains it. */
  readonly test: string;
};

export type SeedLine = { readonly line: string; readonly proofs: readonly Proof[] };

export type SeedSection = { readonly title: string; readonly lines: readonly SeedLine[] };

const proof =
  (file: string, test: string) =>
  (how: How): Proof => ({ how, file, test });

const agency = proof('stories/agency-onboarding.slow.test.ts', 'from an empty project to an empty plan with one apply');
const agencyByWord = proof(
  'stories/agency-onboarding.slow.test.ts',
  'with the documented API, the rest is on the word of a person',
);
const shares = proof(
  'stories/agency-shares.slow.test.ts',
  'a person shares the pixel and the identities, and TikTok shows it; a share that ends is drift',
);
const todo = proof('stories/todo.slow.test.ts', 'from an empty project, one screen at a time');
const byo = proof('stories/byo-onboarding.slow.test.ts', 'from an empty project to a verified layer');
const connect = proof('stories/connect.slow.test.ts', 'a person connects the account of the document');
const unknownUntilStated = proof(
  'stories/verify.slow.test.ts',
  'what no API shows is unknown until a person states it',
);
const written = proof(
  'stories/endpoint.slow.test.ts',
  'everything is written, read back and verified, and a second apply writes nothing',
);
const adopted = proof(
  'stories/adopt.slow.test.ts',
  'a layer that was set up manually is adopted, and only its differences remain',
);
const toggled = proof(
  'stories/documented.test.ts',
  'a change that no API can make waits for a person, and is done after confirm',
);
const spark = proof(
  'stories/at-tiktok.slow.test.ts',
  'a Spark code is authorised at TikTok; attaching it in Layers stays a person’s',
);
const map = proof('stories/events.slow.test.ts', 'the effective map of each layer, and one event, offline');
const defaults = proof(
  'plan/event-fates.test.ts',
  'without a map, the default relay map holds, and only as far as the document knows',
);
const dropped = proof('stories/events-seen.slow.test.ts', 'is seen, explained, remedied, gone (%s)');

export const SEED: readonly SeedSection[] = [
  {
    title: 'TikTok Ads Setup',
    lines: [
      {
        line: 'The TikTok Ads Manager layer (template 1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d) drives campaigns and Spark Ads.',
        proofs: [agency('observed'), byo('observed')],
      },
    ],
  },
  {
    title: 'Agency mode',
    lines: [
      { line: '1. Install the layer from the catalog.', proofs: [agency('observed'), todo('human')] },
      { line: "2. The wizard shows Layers' TikTok Business Center ID.", proofs: [agency('stated')] },
      { line: '3. Send a partnership request to Layers.', proofs: [agency('automated'), agency('observed')] },
      { line: '4. Share the ad account (Standard access).', proofs: [agency('automated'), agency('observed')] },
      { line: '4. Share the pixel (Manage).', proofs: [shares('human'), shares('observed')] },
      { line: '4. Share identities, for Spark Ads.', proofs: [shares('human'), shares('observed')] },
      {
        line: '5. Layers accepts the partnership.',
        proofs: [
          agency('observed'),
          proof(
            'stories/agency-onboarding.slow.test.ts',
            'a partnership that is never accepted: the wait ends with 3 and names it',
          )('observed'),
        ],
      },
      { line: '6. Bind the ad account to the layer.', proofs: [agency('observed'), todo('human')] },
      {
        line: '7. Wallet check.',
        proofs: [
          proof('stories/agency-trouble.slow.test.ts', 'an unfunded wallet at Layers')('observed'),
          proof(
            'stories/agency-trouble.slow.test.ts',
            'a wallet that Layers does not show is unknown, and said so if a limit is set',
          )('observed'),
        ],
      },
      { line: '8. Save.', proofs: [written('automated'), agencyByWord('stated')] },
    ],
  },
  {
    title: 'BYO mode',
    lines: [
      { line: '1. Install the layer in BYO.', proofs: [byo('observed'), todo('human')] },
      { line: '2. Click "Connect via OAuth".', proofs: [connect('automated'), byo('automated')] },
      { line: '3. Sign in with the TikTok user that admins the ad account.', proofs: [connect('human')] },
      { line: '4. Approve the Layers Marketing app.', proofs: [connect('human')] },
      {
        line: '5. Pick the ad account.',
        proofs: [
          connect('observed'),
          proof('stories/connect.slow.test.ts', 'a person connects a different account: named, exit 1')('observed'),
        ],
      },
      { line: '6. Provide the Pixel ID.', proofs: [byo('human'), byo('observed')] },
      { line: '6. Provide the Events API access token.', proofs: [byo('human'), byo('observed')] },
      { line: '7. Layers stores the token in vault.', proofs: [unknownUntilStated('stated')] },
      {
        line: '8. Verify with a test event.',
        proofs: [
          byo('automated'),
          proof(
            'stories/verify.slow.test.ts',
            'is sent by Layers with the token in the vault, once per run',
          )('automated'),
        ],
      },
    ],
  },
  {
    title: 'Layer config',
    lines: [
      { line: 'mode', proofs: [written('automated'), adopted('stated')] },
      { line: 'tiktokBusinessId', proofs: [written('automated'), adopted('stated')] },
      { line: 'adAccountId', proofs: [written('automated'), connect('observed')] },
      { line: 'capi.enabled', proofs: [toggled('automated'), toggled('observed')] },
      { line: 'capi.pixel_id', proofs: [written('automated'), toggled('observed')] },
      { line: 'capi.access_token_vault_id', proofs: [written('automated'), unknownUntilStated('stated')] },
      {
        line: 'objectives',
        proofs: [
          written('automated'),
          proof(
            'stories/campaign-objectives.slow.test.ts',
            'are named with their spend, are not paused, and are gone once the document lists them',
          )('observed'),
        ],
      },
      {
        line: 'monthlyCostCap',
        proofs: [
          written('automated'),
          proof(
            'stories/at-tiktok.slow.test.ts',
            'TikTok enforces the cap: the account’s monthly budget is set, follows the cap, and is removed again',
          )('automated'),
          adopted('stated'),
        ],
      },
    ],
  },
  {
    title: 'Spark Ads',
    lines: [
      { line: '1. The creator allows ads authorization.', proofs: [spark('human')] },
      { line: '2. The creator copies the Spark code.', proofs: [spark('human')] },
      { line: '3. Add the Spark code to the post in Layers.', proofs: [spark('automated'), spark('human')] },
      {
        line: '4. The optimizer can now select this post into adsets.',
        proofs: [proof('stories/campaign-objectives.slow.test.ts', 'posts that the optimizer can select')('observed')],
      },
    ],
  },
  {
    title: 'Event mapping',
    lines: [
      { line: 'purchase_success, paywall_purchased → Purchase', proofs: [map('automated'), defaults('automated')] },
      { line: 'subscription_start, trial_start → Purchase', proofs: [map('automated'), defaults('automated')] },
      { line: 'add_to_cart → AddToCart', proofs: [map('automated')] },
      { line: 'content_open → ViewContent', proofs: [map('automated')] },
      { line: 'screen_view → PageView', proofs: [map('automated')] },
      { line: 'search → Search', proofs: [map('automated')] },
      { line: 'sign_up → CompleteRegistration', proofs: [map('automated')] },
      {
        line: 'Unmapped custom events are dropped at the relay (logged but not forwarded).',
        proofs: [dropped('observed')],
      },
      { line: 'Meta uses a similar but distinct map.', proofs: [defaults('automated')] },
    ],
  },
  {
    title: 'Verification',
    lines: [
      {
        line: 'Campaigns visible in Layers.',
        proofs: [
          proof(
            'stories/verify.slow.test.ts',
            'everything that an API shows is green: exit 0, and only GETs are sent',
          )('observed'),
        ],
      },
      {
        line: 'Test event appears in TikTok Events Debugger.',
        proofs: [
          proof(
            'stories/verify.slow.test.ts',
            'is also sent to TikTok with TIKTOK_EVENTS_TOKEN and a code',
          )('automated'),
        ],
      },
      {
        line: 'Wallet / billing funded.',
        proofs: [
          proof('stories/agency-trouble.slow.test.ts', 'an unfunded wallet at Layers')('observed'),
          proof(
            'stories/agency-trouble.slow.test.ts',
            'an unfunded ad account in BYO mode, and one below the limit of the settings',
          )('observed'),
        ],
      },
    ],
  },
  {
    title: 'Troubleshooting',
    lines: [
      {
        line: '"Partnership pending": TikTok takes 5–15 min to notify.',
        proofs: [
          proof(
            'stories/agency-trouble.slow.test.ts',
            '"Partnership pending": TikTok shows the account as shared, Layers does not list it for some minutes',
          )('observed'),
          agency('automated'),
        ],
      },
      { line: '"Custom event dropped": rename in the SDK or accept the drop.', proofs: [dropped('observed')] },
      {
        line: 'Spark code expired: ask for a fresh code.',
        proofs: [
          proof('stories/troubleshooting.slow.test.ts', 'Spark code expired')('observed'),
          proof(
            'stories/at-tiktok.slow.test.ts',
            'an expired code: TikTok refuses it, and a new one is a manual step',
          )('human'),
        ],
      },
    ],
  },
];
