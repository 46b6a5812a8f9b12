import type {
  DesiredLayer,
  LayersReader,
  LedgerView,
  LiveCampaign,
  LiveConfig,
  LiveFields,
  SparkPost,
  TikTokReader,
} from '../model/index.ts';
import type { Failure } from './failures.ts';
import type { TikTokSide } from './tiktok.ts';

/** The two APIs as one layer's credentials reach them. Layers with the same credentials share the same object. */
export type Ports = {
  readonly layers: LayersReader;
  readonly tiktok: TikTokReader;
  /** Where each of them is: `api.layers.com`, with its port where it has one. For messages. */
  readonly hosts: { readonly layers: string; readonly tiktok: string };
  /** Layers' own Business Center, where the settings name it: the partner in agency mode. */
  readonly partner?: string;
  /** The Spark code that a variable holds. */
  readonly codeOf: (variable: string) => string | undefined;
};

/** One layer after the first look: what it is decides what else is worth a request. */
export type FirstPass = {
  readonly desired: DesiredLayer;
  readonly ports: Ports;
  readonly config: LiveConfig;
  readonly ledger: LedgerView;
  readonly side: TikTokSide;
};

/** What the second look adds to a layer. What nobody asked for, and what may not be read, is not there. */
export type SecondPass = {
  readonly fields: LiveFields;
  readonly partnership?: { readonly partners: boolean; readonly accounts: number };
  readonly sparkPosts?: readonly SparkPost[];
  readonly campaigns?: readonly LiveCampaign[];
};

/** What one reader of the second look found, by the layer's name. A layer of which it failed is among the failures. */
export type FurtherRead = {
  readonly byLayer: ReadonlyMap<string, SecondPass>;
  readonly failures: readonly Failure[];
};
