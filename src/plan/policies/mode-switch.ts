import { changeAt } from '../../model/index.ts';
import { type Policy, recordedMark, refuse } from './policy.ts';

/**
 * A different mode means a different payer and token. Layers documents no switch; it is safest to treat it as a
 * replacement.
 */
export const modeSwitch: Policy = ({ changed }) =>
  changed.flatMap(({ pair, changes }) => {
    const field = changeAt(
      changes.flatMap(({ fields }) => fields),
      'mode',
    );
    if (field === undefined || field.before.provenance === 'unknown' || typeof field.before.value !== 'string')
      return [];
    const pays = field.after === 'agency' ? 'Layers would pay from its wallet' : 'the customer would pay TikTok';
    return [
      refuse(
        'mode-switch',
        pair,
        'mode',
        `The mode would change from ${field.before.value}${recordedMark(field.before)} to ${field.after}: ${pays}, a different token would be used, and launches stop until the account is reconnected.`,
      ),
    ];
  });
