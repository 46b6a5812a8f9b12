import { accountSwitch } from './account-switch.ts';
import { capBelowSpend } from './cap-below-spend.ts';
import { capIncrease } from './cap-increase.ts';
import { capMax } from './cap-max.ts';
import { capTotal } from './cap-total.ts';
import { capUnit } from './cap-unit.ts';
import { freeze } from './freeze.ts';
import { modeSwitch } from './mode-switch.ts';
import { owner } from './owner.ts';
import { pin } from './pin.ts';
import { pixelOwner } from './pixel-owner.ts';
import type { Policy } from './policy.ts';
import { protectedLayer } from './protected.ts';
import { share } from './share.ts';

/** Ownership first, then money, then the rest: the order for the reader. */
export const policies: readonly Policy[] = [
  owner,
  pin,
  accountSwitch,
  modeSwitch,
  pixelOwner,
  capUnit,
  capMax,
  capTotal,
  capIncrease,
  capBelowSpend,
  protectedLayer,
  freeze,
  share,
];
