import type { Machine } from '../../machine.ts';
import type { Client } from '../../http/index.ts';
import type { LayersReader, LayersWriter } from '../../model/index.ts';
import type { Organization } from '../organization.ts';

/** One way to a layer's config. */
export type ConfigPort = {
  readonly read: LayersReader['config'];
  readonly write: LayersWriter['writeConfig'];
};

/** What both ways need. */
export type ConfigTools = {
  readonly client: Client;
  readonly sleep: Machine['sleep'];
  /** Whose key it is, where that was asked already: it makes one message better and is worth no request. */
  readonly organization: () => Organization | undefined;
};

export type ConfigWrite = Parameters<LayersWriter['writeConfig']>[0];
