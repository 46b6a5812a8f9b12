import type { CodeText } from './code-text.ts';

/** Problems of the APIs and of the ledger. */
export const API_CODES = {
  'api/unreachable': {
    meaning: 'An API could not be reached, or did not respond in time.',
    example: 'A proxy that does not respond within 30 seconds',
    cure: 'Run the command again later; reconcile doctor shows which API is reachable.',
  },
  'api/unreadable': {
    meaning: 'An API returned an undocumented response.',
    example: 'A proxy that responds with a page of its own',
    cure: 'Check the origin and any proxy (reconcile doctor), or look for a newer version of reconcile.',
  },
  'api/refused': {
    meaning: 'An API refused a request.',
    example: 'A budget below the minimum of TikTok',
    cure: 'Follow the reason in the message, which is that of the API.',
  },
  'api/unauthenticated': {
    meaning: 'An API does not accept the credential.',
    example: 'A revoked Layers key: HTTP 401',
    cure: 'Set the variable to a valid credential; reconcile doctor shows which one is rejected.',
  },
  'api/forbidden': {
    meaning: 'The credential lacks a scope or a permission.',
    example: 'A Layers key without the scope ads:read',
    cure: 'Add the scope or permission to the credential, or use a different one.',
  },
  'api/not-found': {
    meaning: 'A requested object does not exist, or belongs to a different organization.',
    example: 'A project of a different organization',
    cure: 'Check the id in the document, and that the key belongs to the organization of the project.',
  },
  'api/rate-limited': {
    meaning: 'An API limits the rate of requests, and the wait would be too long.',
    example: 'Two jobs with one key at the same time',
    cure: 'Run it again later, with fewer layers at a time.',
  },
  'api/suspended': {
    meaning: 'Layers suspended the key or the organization.',
    example: 'The kill switch of the organization is on',
    cure: 'Ask an admin of the organization to turn it off in the Layers dashboard.',
  },
  'api/denied': {
    meaning: 'The write gate of Layers refuses an ad write.',
    example: 'The authority of a campaign is off',
    cure: 'Ask the customer to change the setting that the message names, in the Layers dashboard.',
  },
  'api/conflict': {
    meaning: 'Layers refuses a write because of the current state.',
    example: 'A campaign that is already being changed',
    cure: 'Run reconcile plan again, and review the new plan.',
  },
  'layers/app': {
    meaning: 'The SDK app with the CAPI toggle is ambiguous or missing.',
    example: 'A project with two SDK apps, and a document without app',
    cure: 'Add app: ID to the document.',
  },
  'layers/layer-unknown': {
    meaning: 'The project layer of a document is ambiguous or missing.',
    example: 'A project with two TikTok layers, and a document without layer',
    cure: 'Add layer: ID to the document: the last part of the address of the layer in the dashboard.',
  },
  'ledger/newer': {
    meaning: 'A later version of reconcile wrote the ledger, so this version does not change it.',
    example: 'A colleague applied with a later version',
    cure: 'Use the same version of reconcile.',
  },
  'ledger/external-id': {
    meaning: 'A write of the ledger changed the customerExternalId of its project.',
    example: 'A project with a customerExternalId before a write, and without one after it',
    cure: 'Set the id again in Layers, and report this.',
  },
  'ledger/revision': {
    meaning: 'The revision of the ledger is not a number that can be increased.',
    example: 'reconcile.revision: 9007199254740993 in the metadata of a project',
    cure: 'Set the revision to the number of writes of the ledger.',
  },
  'ledger/too-large': {
    meaning: 'The ledger does not fit into the project metadata.',
    example: 'Metadata of other tools that fill 8 KB',
    cure: 'Remove metadata that is no longer needed, or split the layers between projects.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;
