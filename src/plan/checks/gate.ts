import { findAll } from '../find-all.ts';
import { checkAt, type CheckRule } from './check.ts';

/** Campaign writes that will be refused, and the one condition that no API shows. */
export const gate: CheckRule = (pair, changes) =>
  findAll(changes, ({ step }) => {
    if (step.by !== 'gated') return [];
    const denied = step.campaigns.filter(({ predicted }) => predicted === 'denied').length;
    return [
      ...(denied > 0
        ? [
            checkAt(pair, 'state', {
              code: 'layers/gate-denies',
              severity: 'warning',
              message: `Layers will refuse ${denied} of ${step.campaigns.length} campaign writes: the kill switch is on, or the structural axis is off.`,
              remedy: 'Pause these campaigns in the dashboard, or ask the customer to change the setting there.',
            }),
          ]
        : []),
      checkAt(pair, 'state', {
        code: 'layers/consent-unknown',
        severity: 'note',
        message:
          'Layers refuses all partner writes without the customer’s consent, and no API shows whether it was given.',
      }),
    ];
  });
