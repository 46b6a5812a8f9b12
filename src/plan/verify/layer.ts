import { finding, fromChecks, type VerifyRule } from './subject.ts';

/** Without the layer there is nothing to verify, and a kill switch makes every ad write fail. */
export const layer: VerifyRule = (subject) => {
  const { installed, layerId } = subject.live;
  if (installed === 'no') {
    const remedy = 'Install it from the catalog of Layers; reconcile todo shows the page.';
    return [finding('layer', 'red', 'The TikTok Ads Manager layer is not installed.', remedy)];
  }
  const found = fromChecks(subject, 'layer', ['layers/ambiguous', 'layers/kill-switch', 'ledger/edited']);
  const id = layerId === undefined ? '' : ` (${layerId})`;
  return found.length > 0 ? found : [finding('layer', 'green', `The layer is installed${id}.`)];
};
