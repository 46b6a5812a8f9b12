export {
  type SendResult,
  type Api,
  type Client,
  type ClientMachine,
  createClient,
  type ApiFailure,
} from './client.ts';
export { createDispatcher, rerouted } from './dispatcher.ts';
export { brokenProxies } from './proxy.ts';
export { dispatcherFetch } from './fetch.ts';
export { isTooDeep, parseExact } from './json.ts';
export { fingerprint } from './fingerprint.ts';
export type { RateBucket } from './lanes.ts';
export type { Sanitize } from './say.ts';
export type { ApiRequest, ApiResponse, Verdict } from './reply.ts';
export type { RetryReason } from './retry.ts';
export { retryAfter } from './retry-after.ts';
