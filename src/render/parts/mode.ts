import type { FieldChange, Value } from '../../model/index.ts';
import { type Side, valueSide } from './value.ts';

/** An effect of a change besides its values: a label, with its state before and after. */
export type ModeEffect = { readonly label: string; readonly before?: Side; readonly after: Side };

type Mode = 'agency' | 'byo';

/**
 * Who pays for the ads.
 *
 * Source: developers.layers.com docs/paid-media/wallet-billing: in agency mode Layers pays TikTok and debits the
 * organization's wallet; in BYO mode the wallet does not apply (documented).
 */
const PAID_BY: Readonly<Record<Mode, string>> = {
  agency: "Layers' wallet",
  byo: "the customer's ad account",
};

/**
 * Whose permissions Layers uses.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Agency mode" and "BYO mode" (documented).
 */
const ACCESS_TOKEN: Readonly<Record<Mode, string>> = {
  agency: "Layers' own, via the partnership",
  byo: "the customer's (OAuth and an Events API token)",
};

/**
 * Effects of a mode switch. That launches stop until the new account is connected is inferred: no page describes a
 * switch; docs/paid-media/byo-setup states that a layer without a working connection launches nothing (documented).
 */
export function modeEffects({ before, after }: FieldChange): readonly ModeEffect[] {
  if (!isMode(after)) return [];
  const launches = launchText(before.provenance === 'unknown' ? 'unknown' : before.value, after);
  return [
    { label: 'paid by', before: sideOf(before, PAID_BY), after: { words: PAID_BY[after] } },
    { label: 'access token', before: sideOf(before, ACCESS_TOKEN), after: { words: ACCESS_TOKEN[after] } },
    ...(launches === undefined ? [] : [{ label: 'launches', after: { words: launches } }]),
  ];
}

function sideOf(before: FieldChange['before'], table: Readonly<Record<Mode, string>>): Side {
  if (before.provenance === 'unknown' || before.value === undefined) return valueSide(before);
  if (!isMode(before.value)) return { words: '(unknown)' };
  const words = table[before.value];
  return { words: before.provenance === 'recorded' ? `${words} (recorded)` : words };
}

function launchText(before: Value | undefined, after: Mode): string | undefined {
  if (before === undefined || before === after) return undefined;
  const condition = isMode(before) ? '' : ', if the mode changes';
  return `paused until the new account is connected${condition} [inferred]`;
}

function isMode(value: Value | undefined): value is Mode {
  return value === 'agency' || value === 'byo';
}
