import type {
  DesiredLayer,
  LayersReader,
  LedgerView,
  LiveCampaign,
  FetchedConfig,
  LiveFields,
  SparkPost,
  TikTokReader,
} from '../model/index.ts';
import type { Failure } from './failures.ts';
import type { TikTokSide } from './tiktok.ts';

/** The two APIs with one layer's credentials. Layers with the same credentials share the same object. */
export type Ports = {
  readonly layers: LayersReader;
  readonly tiktok: TikTokReader;
  /** Hosts such as `api.layers.com`, with the port if there is one. For messages. */
  readonly hosts: { readonly layers: string; readonly tiktok: string };
  /** Layers' own Business Center, if the settings have it: the partner in agency mode. */
  readonly partner?: string;
  /** The Spark code in a variable. */
  readonly codeOf: (variable: string) => string | undefined;
};

/** One layer after the first pass, which determines the other requests. */
export type FirstPass = {
  readonly desired: DesiredLayer;
  readonly ports: Ports;
  readonly config: FetchedConfig;
  readonly ledger: LedgerView;
  readonly side: TikTokSide;
};

/** Additions of the second pass. Values that were not requested, or are not readable, are absent. */
export type SecondPass = {
  readonly fields: LiveFields;
  readonly partnership?: { readonly partners: boolean; readonly accounts: number };
  readonly sparkPosts?: readonly SparkPost[];
  readonly campaigns?: readonly LiveCampaign[];
};

/** Results of one second-pass reader, by layer name. A layer that could not be read is in `failures`. */
export type FurtherRead = {
  readonly byLayer: ReadonlyMap<string, SecondPass>;
  readonly failures: readonly Failure[];
};
