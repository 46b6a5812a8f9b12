import { checkAt, type CheckRule } from './check.ts';

/** Ambiguous layers, unknown keys, a kill switch, or an edited ledger. */
export const layer: CheckRule = (pair) => {
  const { live } = pair;
  return [
    ...(live.ambiguous
      ? [
          checkAt(pair, 'project', {
            code: 'layers/ambiguous',
            severity: 'warning',
            message: `The project has several TikTok layers or ad accounts (${live.accounts.map((each) => each.advertiserId).join(', ')}), and Layers does not say which of them its answers describe.`,
            remedy: `${pair.desired.layer === undefined ? 'Name the layer in the document (layer: ID). ' : ''}Record what is live with reconcile confirm --json, or give each layer a project of its own.`,
          }),
        ]
      : []),
    ...(live.unknownKeys.length > 0
      ? [
          checkAt(pair, '', {
            code: 'layers/unknown-keys',
            severity: 'note',
            message: `The live config has keys that reconcile does not know, and keeps: ${live.unknownKeys.join(', ')}.`,
          }),
        ]
      : []),
    ...(live.killSwitch
      ? [
          checkAt(pair, '', {
            code: 'layers/kill-switch',
            severity: 'warning',
            message: 'The layer kill switch is on: Layers denies every ad write.',
            remedy: 'Only the customer can clear it, in the dashboard.',
          }),
        ]
      : []),
    ...(live.ledger.state === 'unreadable'
      ? [
          checkAt(pair, '', {
            code: 'ledger/edited',
            severity: 'warning',
            message: 'The ledger of this layer was edited by hand, so what it recorded is not believed.',
            remedy: 'Record what is live again: reconcile confirm --json.',
          }),
        ]
      : []),
  ];
};
