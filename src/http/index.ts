export { type Answer, type Api, type Client, createClient, type Refused } from './client.ts';
export { createDispatcher, rerouted } from './dispatcher.ts';
export { dispatcherFetch } from './fetch.ts';
export { fingerprint } from './fingerprint.ts';
export type { Lane } from './lanes.ts';
export { hide, type Say } from './say.ts';
export type { Call, Reply, Verdict } from './reply.ts';
export type { Trouble } from './retry.ts';
export { retryAfter } from './retry-after.ts';
