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
  /** `undefined` if not yet known: it only improves one message, which is not worth a request. */
  readonly organization: () => Organization | undefined;
};
