import { VERSION } from '../model/index.ts';

/** Who asks, in every request: support can find our requests by it, and some servers answer nobody without one. */
export const USER_AGENT = `reconcile/${VERSION}`;
