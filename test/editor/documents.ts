/** A text in an editor. ¦ is a place to complete at, ° a place to hover over; neither is part of the text. */
export type EditorDocument = {
  readonly name: string;
  /** Decides the schema. */
  readonly path: string;
  readonly text: string;
};

const LAYER = 'layers/acme.yaml';
const FRAGMENT = 'defaults/ios.yaml';
const SETTINGS = 'reconcile.yaml';

/** The required fields. */
export const HEAD = `template: tiktok-ads
name: acme-ios
project: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39
mode: byo
adAccountId: "7098765432109876543"
`;

const layer = (name: string, text: string): EditorDocument => ({ name, path: LAYER, text });
/** A valid layer, and then this. */
const more = (name: string, text: string): EditorDocument => layer(name, `${HEAD}${text}`);
const fragment = (name: string, text: string): EditorDocument => ({ name, path: FRAGMENT, text });
const settings = (name: string, text: string): EditorDocument => ({ name, path: SETTINGS, text });

export const EDITOR_DOCUMENTS: readonly EditorDocument[] = [
  layer('an empty file', '¦'),
  layer('a comment only', '# My first layer\n¦\n'),
  layer('the start of a key', 'mo¦'),
  layer('a key before others', '¦\nmode: byo\n'),
  layer('the least', HEAD),
  more('a new key below the least', '¦'),
  layer('nothing inherited, everything missing', 'name: acme-ios\n'),
  layer(
    'a fragment brings what is missing',
    'extends: ../defaults/ios.yaml\nname: acme\nproject: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d39\n',
  ),
  layer('a fragment cannot name the layer', 'extends: ../defaults/ios.yaml\n'),
  layer('a list, not a map', '- mode: byo\n'),

  more('an unknown key', 'mdoe: byo\n'),
  more('an unknown key in a map', 'capi:\n  pixle_id: C4A9P2Q7R5S8T1U6V2W0\n'),
  more('a key twice', 'mode: agency\n'),
  more('an open bracket', 'objectives: [app_installs\n'),
  more('a tab', 'capi:\n\tenabled: true\n'),
  more('a merge key', 'base: &base { enabled: false }\ncapi:\n  <<: *base\n'),
  more('a merge key at the top', '<<: { state: paused }\n'),
  more('a merge key as an event', 'capi:\n  event_map:\n    <<: Purchase\n'),

  layer('the value of mode', 'mode: ¦'),
  layer('the meaning of mode', 'mo°de: byo\n'),
  layer('a wrong mode', HEAD.replace('byo', 'self-service')),
  layer('mode removed, with nothing to inherit', HEAD.replace('byo', 'null')),
  layer('agency without a Business Center', HEAD.replace('byo', 'agency')),
  layer('the value of the template', 'template: ¦\n'),
  layer('a name that is a number', HEAD.replace('acme-ios', '2026')),
  layer('a name in capitals', HEAD.replace('acme-ios', 'Acme')),
  layer('a project without the form of an id', HEAD.replace(/254.*/, 'acme')),

  layer('an ad account without quotes', HEAD.replaceAll('"', '')),
  layer('an ad account with a letter', HEAD.replace('709', '7o9')),
  layer('what an ad account is', 'adAccount°Id: "7098765432109876543"\n'),
  layer('the example of an ad account', 'adAccountId: ¦\n'),
  more('a Business Center without quotes', 'tiktokBusinessId: 7012345678901234567\n'),
  more('the id of an app', 'a°pp: app_8ffb9410eb0eb848264f8a65\n'),

  more(
    'a token as the id of a vault entry',
    'capi:\n  access_token_vault_id: 0123456789abcdef0123456789abcdef01234567\n',
  ),
  more('a Layers key as a name', 'pin:\n  advertiser:\n    name: lp_live_abc_0123456789\n'),
  more('an AWS key as a pixel', 'capi:\n  pixel_id: AKIAABCDEFGHIJKLMNOP\n'),
  more('a GitHub token as an event', 'capi:\n  event_map:\n    ghp_abcdefgh12: Purchase\n'),
  more('a variable where none expands', 'app: ${APP}\n'),

  more('the keys of capi', 'capi:\n  ¦'),
  more('capi in braces', 'capi: { ¦ }\n'),
  more('the meaning of capi', 'ca°pi:\n  enabled: false\n'),
  more('CAPI without pixel and token', 'capi:\n  enabled: true\n'),
  more('CAPI as a word', 'capi: yes\n'),
  more('yes is not true', 'capi:\n  enabled: yes\n'),
  more('the value of enabled', 'capi:\n  enabled: ¦\n'),
  more('what a pixel is', 'capi:\n  pixe°l_id: C4A9P2Q7R5S8T1U6V2W0\n'),
  more('a pixel in lower case', 'capi:\n  pixel_id: c4a9p2q7r5s8t1u6v2w0\n'),
  more('the first event', 'capi:\n  event_map:\n    ¦'),
  more('one more event', 'capi:\n  event_map:\n    sign_up: CompleteRegistration\n    ¦'),
  more('the TikTok event of an event', 'capi:\n  event_map:\n    level_complete: ¦\n'),
  more('the start of a TikTok event', 'capi:\n  event_map:\n    level_complete: Com¦\n'),
  more('what an event map is', 'capi:\n  event_°map:\n    level_complete: CompleteRegistration\n'),
  more('an event without a name', 'capi:\n  event_map:\n    "": Purchase\n'),

  more('the first objective', 'objectives:\n  - ¦'),
  more('an objective in brackets', 'objectives: [app_installs, ¦]\n'),
  more('all objectives', 'objectives: ¦\n'),
  more('what an objective is', 'objectives: [app_in°stalls]\n'),
  more('an objective twice', 'objectives: [reach, reach]\n'),
  more('an unknown objective', 'objectives: [app_instals]\n'),
  more('no objective', 'objectives: []\n'),
  more('one objective, not a list', 'objectives: reach\n'),

  more('a cap', 'monthlyCostCap: ¦\n'),
  more('what a cap is', 'monthlyCos°tCap: 30000 USD\n'),
  more('a cap with a thousands point', 'monthlyCostCap: 30.000 USD\n'),
  more('a cap in yen with decimals', 'monthlyCostCap: 30000.50 JPY\n'),
  more('a cap in dinars with three decimals', 'monthlyCostCap: 100.125 KWD\n'),
  more('a cap in an unknown currency', 'monthlyCostCap: 30000 USB\n'),
  more('a cap of 0', 'monthlyCostCap: 0\n'),
  more('a cap of 0 with a currency', 'monthlyCostCap: 0.00 USD\n'),
  more('a cap that is a switch', 'monthlyCostCap: false\n'),
  more('a cap to enforce, without a cap', 'capEnforcement: tiktok\n'),
  more('how a cap is enforced', 'capEnfor°cement: none\n'),

  more('a Spark post', 'spar¦'),
  more('the first Spark post', 'spark:\n  - ¦'),
  more('one more Spark post', 'spark:\n  - post: ugc_1\n    code: ${SPARK_ACME_1}\n  - ¦'),
  more('the keys of a Spark post', 'spark:\n  - post: ugc_1\n    ¦'),
  more('a literal Spark code', 'spark:\n  - post: ugc_1\n    code: XQ12ZV\n'),
  more('a variable that is not for Spark', 'spark:\n  - post: ugc_1\n    code: ${ACME_1}\n'),
  more('a Spark post without a code', 'spark:\n  - post: ugc_1\n'),
  more('what a Spark code is', 'spark:\n  - post: ugc_1\n    co°de: ${SPARK_ACME_1}\n'),
  more('an identity', 'sharing:\n  identities:\n    - ¦'),
  more('the facts of a pin', 'pin:\n  advertiser:\n    ¦'),
  more('a pin without facts', 'pin:\n  advertiser: {}\n'),
  more('a pin of which null removes all facts', 'pin:\n  advertiser:\n    name: null\n'),
  more('what a time zone is', 'pin:\n  advertiser:\n    time°zone: America/New_York\n'),
  more('the state', 'state: ¦\n'),
  more('what a state is', 'sta°te: paused\n'),
  more('protected as a word', 'protected: "true"\n'),
  more('what protected does', 'prot°ected: true\n'),

  fragment('an empty fragment', '¦'),
  fragment(
    'a fragment with shared values',
    'template: tiktok-ads\nmode: byo\ncapi:\n  event_map:\n    level_complete: CompleteRegistration\n',
  ),
  fragment('a fragment that names a layer', 'name: acme-ios\n'),
  fragment('null in a fragment', 'monthlyCostCap: null\n'),

  settings('empty settings', '¦'),
  settings('the unit of a cap', 'costCapUnit: ¦\n'),
  settings('an unknown unit', 'costCapUnit: cents\n'),
  settings('what the unit is', 'costCap°Unit: major\n'),
  settings('a rule for credentials', 'credentials:\n  - ¦'),
  settings(
    'a key instead of the name of its variable',
    'credentials:\n  - match: layers/**\n    layers: lp_live_abc_0123456789\n    tiktok: TIKTOK_ACCESS_TOKEN\n',
  ),
  settings('an endpoint without a path', 'transport:\n  kind: endpoint\n'),
  settings('a path without an endpoint', 'transport:\n  kind: documented\n  update: merge\n'),
  settings('the policies', 'policies:\n  ¦'),
  settings('the default of a policy', 'policies:\n  cap-inc°rease:\n    percent: 25\n'),
  settings('an amount without a currency', 'policies:\n  cap-max:\n    amount: 50000\n'),
  settings('frozen days', 'policies:\n  freeze:\n    - ¦'),
  settings('a share above 100 percent', 'policies:\n  share: { percent: 150, above: 5 }\n'),
];
