import { VERSION } from '../model/index.ts';

/**
 * The User-Agent of every request. Support can find our requests by it, and some servers reject requests without one.
 */
export const USER_AGENT = `reconcile/${VERSION}`;
