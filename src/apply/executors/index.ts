import type { ChangeKind } from '../../model/index.ts';
import { campaigns } from './campaigns.ts';
import { capEnforcement } from './cap-enforcement.ts';
import type { Executor } from './executor.ts';
import { partnership } from './partnership.ts';
import { pixelLink } from './pixel-link.ts';
import { sparkAuthorise } from './spark-authorise.ts';
import { writeConfig } from './write-config.ts';

/** How each kind of change is carried out by API. `human only`: no API can, so it is always a manual step. */
export const EXECUTORS: Readonly<Record<ChangeKind, Executor | 'human only'>> = {
  install: 'human only',
  partnership,
  sharing: 'human only',
  'pixel-link': pixelLink,
  binding: writeConfig,
  pixel: writeConfig,
  capi: writeConfig,
  objectives: writeConfig,
  'cost-cap': writeConfig,
  'cap-enforcement': capEnforcement,
  'event-map': writeConfig,
  'spark-authorise': sparkAuthorise,
  spark: 'human only',
  state: 'human only',
  campaigns,
};
