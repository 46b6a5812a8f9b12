import { type ChangeKind, CONFIG_CHANGE_KINDS, type ConfigChangeKind } from '../../model/index.ts';
import { campaigns } from './campaigns.ts';
import { capEnforcement } from './cap-enforcement.ts';
import type { Executor } from './executor.ts';
import { partnership } from './partnership.ts';
import { pixelLink } from './pixel-link.ts';
import { sparkAuthorise } from './spark-authorise.ts';
import { writeConfig } from './write-config.ts';

// The kinds are the keys.
const configWrites = Object.fromEntries(CONFIG_CHANGE_KINDS.map((kind) => [kind, writeConfig])) as Readonly<
  Record<ConfigChangeKind, Executor>
>;

/** How each kind of change is carried out by API. `human only`: no API can, so it is always a manual step. */
export const EXECUTORS: Readonly<Record<ChangeKind, Executor | 'human only'>> = {
  install: 'human only',
  adopt: 'human only',
  partnership,
  sharing: 'human only',
  'pixel-link': pixelLink,
  'pixel-share': 'human only',
  ...configWrites,
  'cap-enforcement': capEnforcement,
  'spark-authorise': sparkAuthorise,
  spark: 'human only',
  state: 'human only',
  campaigns,
};
