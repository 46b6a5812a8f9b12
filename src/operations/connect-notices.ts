import type { OauthLink, PartnershipSteps } from '../model/index.ts';

/** Shows a person what to do while `connect` waits. */
export type ConnectNotices = {
  /** The link works once: for a terminal only. */
  readonly link: (link: OauthLink, account: string | undefined, waitMs: number) => void;
  readonly steps: (steps: PartnershipSteps, waitMs: number) => void;
};
