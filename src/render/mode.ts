import type { FieldChange, Value } from '../model/index.ts';
import { type Side, valueSide } from './value.ts';

/** A consequence of a change besides its values: a label, with its state before and after. */
export type Consequence = { readonly label: string; readonly before?: Side; readonly after: Side };

type Mode = 'agency' | 'byo';

/**
 * Who pays for the ads.
 *
 * Source: developers.layers.com docs/paid-media/wallet-billing: in agency mode Layers pays TikTok and debits the
 * organization's wallet; in BYO mode the wallet does not apply (documented).
 */
const WHO_PAYS: Readonly<Record<Mode, string>> = {
  agency: "Layers' wallet",
  byo: "the customer's ad account",
};

/**
 * Whose permissions Layers uses.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Agency mode" and "BYO mode" (documented).
 */
const WHICH_TOKEN: Readonly<Record<Mode, string>> = {
  agency: "Layers' own, through the partnership",
  byo: "the customer's: OAuth, and an Events API token",
};

/**
 * Consequences of a mode switch. That launches stop until the new account is connected is inferred: no page describes a
 * switch; docs/paid-media/byo-setup states that a layer without a working connection launches nothing (documented).
 */
export function modeConsequences({ before, after }: FieldChange): readonly Consequence[] {
  if (!isMode(after)) return [];
  const pauses = whatPauses(before.provenance === 'unknown' ? 'unknown' : before.value, after);
  return [
    { label: 'who pays', before: answer(before, WHO_PAYS), after: { words: WHO_PAYS[after] } },
    { label: 'which token', before: answer(before, WHICH_TOKEN), after: { words: WHICH_TOKEN[after] } },
    ...(pauses === undefined ? [] : [{ label: 'what pauses', after: { words: pauses } }]),
  ];
}

function answer(before: FieldChange['before'], table: Readonly<Record<Mode, string>>): Side {
  if (before.provenance === 'unknown' || before.value === undefined) return valueSide(before);
  if (!isMode(before.value)) return { words: '(unknown)' };
  const words = table[before.value];
  return { words: before.provenance === 'recorded' ? `${words} (recorded)` : words };
}

function whatPauses(before: Value | undefined, after: Mode): string | undefined {
  if (before === undefined || before === after) return undefined;
  const condition = isMode(before) ? '' : 'if this is a switch, ';
  return `${condition}launches, until the new account is connected [inferred]`;
}

function isMode(value: Value | undefined): value is Mode {
  return value === 'agency' || value === 'byo';
}
