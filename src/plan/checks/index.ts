import { account } from './account.ts';
import type { Examine } from './check.ts';
import { eventMap } from './event-map.ts';
import { layer } from './layer.ts';
import { relay } from './relay.ts';

export const checks: readonly Examine[] = [layer, account, relay, eventMap];
