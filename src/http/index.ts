export type { Api, ApiRequest, ApiResponse, Verdict } from './api.ts';
export { type ApiFailure, type Client, type ClientMachine, createClient } from './client.ts';
export { createDispatcher, dispatcherFetch, observed, rerouted } from './dispatcher.ts';
export { isTooDeep, parseExact } from './json.ts';
export { brokenProxies, proxyHost } from './proxy.ts';
export type { RateBucket } from './rate-limit.ts';
export { readOnce } from './read-once.ts';
export { requestedDelay, type RetryReason } from './retry.ts';
export { fingerprint, problemMaskerFor, type Sanitize, sanitizerFor } from './sanitize.ts';
