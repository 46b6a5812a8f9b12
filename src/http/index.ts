export {
  type SendResult as Answer,
  type Api,
  type Client,
  createClient,
  type ApiFailure as Refused,
} from './client.ts';
export { createDispatcher, rerouted } from './dispatcher.ts';
export { brokenProxies } from './proxy.ts';
export { dispatcherFetch } from './fetch.ts';
export { isTooDeep, parseExact } from './json.ts';
export { fingerprint } from './fingerprint.ts';
export type { RateBucket as Lane } from './lanes.ts';
export type { Sanitize as Say } from './say.ts';
export type { ApiRequest as Call, ApiResponse as Reply, Verdict } from './reply.ts';
export type { RetryReason as Trouble } from './retry.ts';
export { retryAfter } from './retry-after.ts';
