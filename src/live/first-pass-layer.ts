import type {
  DesiredLayer,
  FetchedConfig,
  LayersReader,
  LedgerView,
  LiveFields,
  TikTokReader,
} from '../model/index.ts';
import type { Hosts } from './failures.ts';
import type { TikTokSide } from './tiktok.ts';

/** Both APIs with one layer's credentials. Layers with equal credentials share the object. */
export type Ports = {
  readonly layers: LayersReader;
  readonly tiktok: TikTokReader;
  /** For messages: `api.layers.com`, with a port if there is one. */
  readonly hosts: Hosts;
  /** Layers' own Business Center, if set: the partner in agency mode. */
  readonly partner?: string;
  /** The Spark code in a variable. */
  readonly codeOf: (variable: string) => string | undefined;
};

/** One layer after the first pass, which determines further requests. */
export type FirstPass = {
  readonly desired: DesiredLayer;
  readonly ports: Ports;
  readonly organization: string;
  readonly config: FetchedConfig;
  readonly ledger: LedgerView;
  /** The fields that `config` and `ledger` show. */
  readonly known: LiveFields;
  readonly side: TikTokSide;
};
