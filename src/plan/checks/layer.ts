import type { Check } from '../../model/index.ts';
import { checkAt, type CheckRule } from './check.ts';

/** Ambiguous layers, unknown keys, a kill switch, or an edited ledger. */
export const layer: CheckRule = (pair) => {
  const { live } = pair;
  const found: Check[] = [];
  if (live.ambiguous) {
    found.push(
      checkAt(pair, 'project', {
        code: 'layers/ambiguous',
        severity: 'warning',
        message: `The project has several TikTok layers or ad accounts (${live.accounts.map((each) => each.advertiserId).join(', ')}); the responses of Layers do not name the one they describe.`,
        remedy: `${pair.desired.layer === undefined ? 'Name the layer in the document (layer: ID). ' : ''}Record the live values with reconcile confirm --json, or give each layer its own project.`,
      }),
    );
  }
  if (live.unknownKeys.length > 0) {
    found.push(
      checkAt(pair, '', {
        code: 'layers/unknown-keys',
        severity: 'note',
        message: `The live config has unknown keys, which are kept: ${live.unknownKeys.join(', ')}.`,
      }),
    );
  }
  if (live.killSwitch) {
    found.push(
      checkAt(pair, '', {
        code: 'layers/kill-switch',
        severity: 'warning',
        message: 'The layer kill switch is on: Layers denies every ad write.',
        remedy: 'Ask the customer to switch it off in the dashboard.',
      }),
    );
  }
  if (live.ledger.state === 'unreadable') {
    found.push(
      checkAt(pair, '', {
        code: 'ledger/edited',
        severity: 'warning',
        message: 'The ledger of this layer was edited manually, so its values count as unknown.',
        remedy: 'Record the live values again: reconcile confirm --json.',
      }),
    );
  }
  return found;
};
