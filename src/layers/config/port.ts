import type { Client } from '../../http/index.ts';
import type { Machine } from '../../machine.ts';
import type { LayersReader, LayersWriter } from '../../model/index.ts';
import type { Organization } from '../organization.ts';

/** Access to a layer's config through one transport. */
export type ConfigPort = {
  readonly read: LayersReader['config'];
  readonly write: LayersWriter['writeConfig'];
};

/** Dependencies of every transport. */
export type ConfigTools = {
  readonly client: Client;
  readonly sleep: Machine['sleep'];
  /** The organization of the key, if already known. It only improves one message, so it is not worth a request. */
  readonly organization: () => Organization | undefined;
};
