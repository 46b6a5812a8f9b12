import { account } from './account.ts';
import { capiOff } from './capi-off.ts';
import { capMinimum } from './cap-minimum.ts';
import type { CheckRule } from './check.ts';
import { currency } from './currency.ts';
import { eventMap } from './event-map.ts';
import { funds } from './funds.ts';
import { gate } from './gate.ts';
import { layer } from './layer.ts';
import { objectiveEvents } from './objective-events.ts';
import { partnership } from './partnership.ts';
import { pixel } from './pixel.ts';
import { raise } from './raise.ts';
import { relay } from './relay.ts';
import { spark } from './spark.ts';

export const checks: readonly CheckRule[] = [
  layer,
  account,
  currency,
  funds,
  partnership,
  pixel,
  relay,
  capiOff,
  raise,
  capMinimum,
  eventMap,
  objectiveEvents,
  spark,
  gate,
];
