import { type EventMeaning, REPOSITORY, TIKTOK_EVENTS } from '../model/index.ts';
import type { EditorHelp, Snippet } from '../yaml/index.ts';
import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_PROJECT } from './placeholders.ts';

const LAYERS_DOCS = 'https://developers.layers.com/docs';
const TIKTOK_SETUP = { link: `${LAYERS_DOCS}/paid-media/tiktok-setup` };
const POLICIES = { link: `${REPOSITORY}#policies` };

/** Links and snippets of the fields that documents and fragments share, by path. */
export const FIELD_HELP: Readonly<Record<string, EditorHelp>> = {
  '': { link: `${REPOSITORY}#who-reads-and-sets-each-field` },
  extends: { link: `${REPOSITORY}#the-first-document` },
  mode: TIKTOK_SETUP,
  tiktokBusinessId: TIKTOK_SETUP,
  adAccountId: TIKTOK_SETUP,
  objectives: TIKTOK_SETUP,
  monthlyCostCap: TIKTOK_SETUP,
  capi: { link: `${LAYERS_DOCS}/paid-media/pixel-capi` },
  'capi.event_map': {
    link: `${LAYERS_DOCS}/sdk/standard-events`,
    snippets: [
      {
        label: 'SDK event and TikTok event',
        description: 'Sends an event of the app to TikTok under this name.',
        body: { '${1:level_complete}': '${2:CompleteRegistration}' },
      },
    ],
  },
  'capi.event_map.*': {
    snippets: [...TIKTOK_EVENTS].map(([name, meaning]) => ({
      label: name,
      description: eventText(meaning),
      body: name,
    })),
  },
  pin: POLICIES,
  protected: POLICIES,
};

/** Whole documents. The ids are placeholders, and the cap is low: a person replaces them. */
export const DOCUMENT_SNIPPETS: readonly Snippet[] = [
  {
    label: 'Layer, BYO',
    description: 'A layer in the customer’s own ad account, connected through OAuth.',
    body: documentBody('byo', {}),
  },
  {
    label: 'Layer, agency',
    description: 'A layer in an ad account that the customer shares with Layers.',
    body: documentBody('agency', { tiktokBusinessId: quoted(4, PLACEHOLDER_ACCOUNT) }),
  },
  {
    label: 'Layer with a fragment',
    description: 'A layer that inherits shared values.',
    body: {
      extends: '${1:../defaults/ios.yaml}',
      name: '${2:acme-ios}',
      project: `\${3:${PLACEHOLDER_PROJECT}}`,
      adAccountId: quoted(4, PLACEHOLDER_ACCOUNT),
    },
  },
];

function documentBody(mode: 'agency' | 'byo', business: Snippet['body'] & object): Snippet['body'] {
  return {
    template: 'tiktok-ads',
    name: '${1:acme-ios}',
    project: `\${2:${PLACEHOLDER_PROJECT}}`,
    mode,
    ...business,
    adAccountId: quoted(3, PLACEHOLDER_ACCOUNT),
    capi: {
      enabled: true,
      pixel_id: '${5:C4A9P2Q7R5S8T1U6V2W0}',
      access_token_vault_id: '${6:vault_xyz}',
    },
    objectives: ['${7:app_installs}'],
    monthlyCostCap: '${8:100} ${9:USD}',
  };
}

/** Without the ^, an editor would take the quotes for a part of the text. */
function quoted(place: number, text: string): string {
  return `^"\${${place}:${text}}"`;
}

function eventText(meaning: EventMeaning): string {
  switch (meaning.kind) {
    case 'standard':
      return `A standard event ${placesOf(meaning)}.`;
    case 'converted':
      return `An old name of ${meaning.to}.`;
    case 'reserved':
      return `TikTok counts it as ${meaning.to}.`;
    case 'deprecated':
      return 'Works until 2027.';
    case 'page-view':
      return 'Reported, but not a standard event.';
    case 'sdk-spelling':
      return `The spelling of a TikTok SDK. The standard event is ${meaning.standard}.`;
    default:
      return meaning satisfies never;
  }
}

function placesOf({ web, app, onWeb }: Extract<EventMeaning, { kind: 'standard' }>): string {
  if (onWeb !== undefined) return `for apps; on websites TikTok counts it as ${onWeb}`;
  return web && app ? 'for websites and apps' : `for ${web ? 'websites' : 'apps'}`;
}
