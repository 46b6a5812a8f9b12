import { changeAt, isRunning } from '../../model/index.ts';
import { checkAt, type CheckRule } from './check.ts';

/** Running campaigns are optimised for events that then no longer arrive, and keep spending. */
export const capiOff: CheckRule = (pair, changes) => {
  const change = changes.find(({ kind }) => kind === 'capi');
  const toggle = change && changeAt(change.fields, 'capi.enabled');
  const isTurnedOff = toggle?.after === false && toggle.before.provenance !== 'unknown' && toggle.before.value === true;
  const running = pair.live.campaigns?.filter(isRunning).length;
  if (!isTurnedOff || running === 0 || pair.desired.fields.state === 'paused') return [];
  const what =
    running === undefined
      ? 'it is unknown whether campaigns run'
      : running === 1
        ? '1 campaign runs'
        : `${running} campaigns run`;
  return [
    checkAt(pair, 'capi.enabled', {
      code: 'layers/capi-off',
      severity: 'warning',
      message: `The plan turns CAPI off, and ${what}: their events are dropped, and they keep spending.`,
      remedy: 'Pause the layer first (state: paused), or keep CAPI on.',
    }),
  ];
};
