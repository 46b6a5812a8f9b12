import { MAX_NAMES } from '../../model/index.ts';
import { counted } from '../parts/phrases.ts';
import { type Html, html } from './html.ts';

/** Names of layers; of more than ten, all are folded below their number. */
export function namesList(names: readonly string[]): Html {
  if (names.length <= MAX_NAMES) return html`<span class="names">${names.join(', ')}</span>`;
  return html`<details class="names"><summary>Names of ${counted(names.length, 'layer')}</summary><p>${names.join(', ')}</p></details>`;
}
