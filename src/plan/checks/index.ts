import { account } from './account.ts';
import type { CheckRule } from './check.ts';
import { eventMap } from './event-map.ts';
import { gate } from './gate.ts';
import { layer } from './layer.ts';
import { partnership } from './partnership.ts';
import { pixel } from './pixel.ts';
import { relay } from './relay.ts';
import { spark } from './spark.ts';

export const checks: readonly CheckRule[] = [layer, account, partnership, pixel, relay, eventMap, spark, gate];
