/** What `connect` found at Layers, and in agency mode at TikTok. */
export type Connection = {
  readonly layer: string;
  readonly mode: 'byo' | 'agency';
  /** In the document; `null`: none. */
  readonly expected: string | null;
  /**
   * `connected`: Layers lists the ad account. `different`: it lists a new one that is not the document's. `shared`: only
   * TikTok shows the share. `waiting`: neither is visible.
   */
  readonly state: 'connected' | 'different' | 'shared' | 'waiting';
  /** Advertiser id of the connected account; `null`: none. */
  readonly account: string | null;
  readonly accountName: string | null;
  /** Why no API shows the share. Absent: one does, or it is not needed. */
  readonly unreadable?: string;
};

/** What a person shares with Layers in TikTok's Business Center. */
export type PartnershipSteps = {
  readonly layer: string;
  /** Of the customer; absent: not in the document. */
  readonly business?: string;
  /** Of Layers; absent: not in the settings. */
  readonly partner?: string;
  readonly account?: string;
  readonly pixel?: string;
  readonly identities: readonly string[];
};
