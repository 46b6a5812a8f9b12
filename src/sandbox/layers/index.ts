import type { Answer, Request } from '../route.ts';
import type { State } from '../state.ts';
import { adAccounts } from './ad-accounts.ts';
import { adsMetrics } from './ads-metrics.ts';
import { capiStatus } from './capi-status.ts';
import { defaults } from './defaults.ts';
import { type Code, envelope, refused, requestIdOf } from './envelope.ts';
import { projects } from './projects.ts';
import type { Route } from './route.ts';
import { sdkApps } from './sdk-apps.ts';
import { serveRoutes } from './serve.ts';
import { whoami } from './whoami.ts';

const ROUTES: readonly Route[] = [
  ...whoami,
  ...projects,
  ...adAccounts,
  ...defaults,
  ...capiStatus,
  ...sdkApps,
  ...adsMetrics,
];

/** The Partner API of Layers. */
export function answerLayers(request: Request, state: State): Answer {
  return serveRoutes(ROUTES, request, state);
}

/** A refusal that no route gave: by default, a fault of the sandbox itself. */
export function failedLayers(state: State, why: string, code: Code = 'INTERNAL'): Answer {
  return envelope(refused(code, why), requestIdOf(state.requests), 'read-light', state.world);
}
