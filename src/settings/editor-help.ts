import { REPOSITORY } from '../model/index.ts';
import type { EditorHelp } from '../yaml/index.ts';

const POLICIES = { link: `${REPOSITORY}#policies` };
const CREDENTIALS = { link: `${REPOSITORY}#credentials-and-files` };

/** Pages about each setting, by path. */
export const SETTINGS_HELP: Readonly<Record<string, EditorHelp>> = {
  '': { link: `${REPOSITORY}#the-first-document` },
  layersBusinessId: { link: 'https://developers.layers.com/docs/paid-media/tiktok-setup' },
  credentials: CREDENTIALS,
  origins: CREDENTIALS,
  transport: { link: `${REPOSITORY}#who-reads-and-sets-each-field` },
  policies: POLICIES,
  checks: { link: `${REPOSITORY}#checks` },
  github: { link: `${REPOSITORY}#github` },
};
