import type { Check } from './check.ts';
import type { Location } from './problem.ts';
import type { EventMeaning } from './tiktok-events.ts';

/** One SDK event that the relay forwards. */
export type MappedEvent = {
  readonly sdk: string;
  /** TikTok's event. */
  readonly target: string;
  /** What the target is to TikTok. */
  readonly kind: EventMeaning['kind'] | 'custom';
  /** The target reports revenue. */
  readonly countsMoney: boolean;
  readonly by: 'default' | 'document';
  /** Line of the override. */
  readonly location?: Location;
  /** The target of the default relay map that an override replaces. */
  readonly replaces?: string;
};

/** The event map of one layer: its document on top of the default relay map. */
export type LayerEvents = {
  readonly name: string;
  readonly file: string;
  /** Sorted by SDK event. */
  readonly mapped: readonly MappedEvent[];
  /** Documented SDK events that the relay drops, sorted. It also drops all events that are not listed. */
  readonly dropped: readonly string[];
  /** `false`: the document has no `event_map`, so overrides of the dashboard stay, and no API shows them. */
  readonly isComplete: boolean;
  /** The document turns CAPI off: the relay forwards nothing. */
  readonly isOff: boolean;
  readonly checks: readonly Check[];
};

export type EventsReport = {
  /** Sorted by name. */
  readonly layers: readonly LayerEvents[];
  /** Names of invalid documents. */
  readonly invalid: readonly string[];
};

/** What happens to one SDK event in one layer. */
export type EventFate = Pick<LayerEvents, 'name' | 'file' | 'isComplete' | 'isOff'> & {
  /** `null`: dropped. */
  readonly mapped: MappedEvent | null;
  /** Other SDK events with the same target, if it counts money. */
  readonly countedWith: readonly string[];
  /** Mapped or documented SDK events with a similar name. */
  readonly similar: readonly string[];
  /** SDK events that map to it, if it is the name of a TikTok event. */
  readonly sources: readonly string[];
};

export type EventReport = {
  readonly event: string;
  /** Sorted by name. */
  readonly layers: readonly EventFate[];
  /** Names of invalid documents. */
  readonly invalid: readonly string[];
};

/** SDK events that Layers received, by name. */
export type SeenEvents = {
  /** Most frequent first. */
  readonly events: readonly SeenEvent[];
  /** Items without a readable name. */
  readonly unnamed: number;
  /** ISO 8601. The read stopped here, because there are more events than it reads. Absent: nothing is missing. */
  readonly stoppedAt?: string;
};

/** `lastAt`: ISO 8601, UTC. */
export type SeenEvent = { readonly name: string; readonly count: number; readonly lastAt: string };

/** Observed SDK events of one layer, judged by the map of its document. */
export type SeenLayer = Pick<LayerEvents, 'name' | 'file' | 'isComplete' | 'isOff' | 'checks'> &
  Pick<SeenEvents, 'unnamed' | 'stoppedAt'> & {
    readonly project: string;
    /** The app whose events were read; `null`: all apps of the project. */
    readonly app: string | null;
    readonly dropped: readonly (SeenEvent & { readonly similar: readonly string[] })[];
    readonly forwarded: readonly (SeenEvent & { readonly target: string })[];
  };

export type SeenReport = {
  readonly sandbox: boolean;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Sorted by name. */
  readonly layers: readonly SeenLayer[];
  /** Not readable, and invalid documents. */
  readonly unread: readonly string[];
  readonly calls: number;
};
