import {
  amountText,
  type Ending,
  type Money,
  moneyWords,
  type ReportLayer,
  type ReportMoney,
  type ReportSpend,
  type Standing,
} from '../../model/index.ts';
import { counted } from '../parts/phrases.ts';
import type { Tone } from '../parts/terminal.ts';

export const STANDING_TONES: Readonly<Record<Standing, Tone>> = {
  above: 'quiet',
  ahead: 'warning',
  within: 'quiet',
  uncapped: 'quiet',
  'not installed': 'quiet',
  unknown: 'quiet',
};

/** Said only if it is above: the pace has its own words. */
export const ABOVE = 'above the cap';

/** `9,310.20 of 12,400.00 USD`, with words for what is unknown. */
export function spentText({ cap, spent }: ReportSpend): string {
  if (cap === 'not installed') return 'not installed, spends nothing';
  const of = typeof cap === 'object' ? `cap ${moneyWords(cap)}` : CAP_WORDS[cap];
  if (spent === null) return `spend unknown, ${of}`;
  if (typeof cap === 'object' && cap.currency === spent.currency) return `${amountText(spent)} of ${moneyWords(cap)}`;
  return `${moneyWords(spent)}, ${of}`;
}

export const CAP_WORDS = {
  none: 'no cap',
  unknown: 'cap unknown',
  'no unit': 'cap of unknown unit',
  'not installed': 'not installed',
} as const;

/** `day 10 of 30, on pace for 28,900.00 (103 %)`; empty if the spend is unknown. */
export function paceText({ cap, pace, month }: ReportSpend): string {
  if (pace === null || month === null) return '';
  const percent = typeof cap === 'object' && cap.currency === pace.currency ? shareText(pace, cap) : undefined;
  const share = percent === undefined ? '' : ` (${percent})`;
  return `day ${month.day} of ${month.days}, on pace for ${amountText(pace)}${share}`;
}

/** `103 %`, rounded up so that more than the cap never reads like the cap. `undefined` of nothing. */
function shareText(part: Money, whole: Money): string | undefined {
  return whole.minor <= 0 ? undefined : `${Math.ceil((part.minor / whole.minor) * 100 - 1e-6)} %`;
}

/** `12 layers · 2 without a cap · enforced by TikTok in 3`. */
export function moneyNotes({ layers, uncapped, unknownCaps, unknownSpend, enforced }: ReportMoney): readonly string[] {
  return [
    counted(layers, 'layer'),
    ...(uncapped > 0 ? [`${uncapped} without a cap`] : []),
    ...(unknownCaps > 0 ? [`${counted(unknownCaps, 'cap')} unknown`] : []),
    ...(unknownSpend > 0 ? [`spend of ${unknownSpend} unknown`] : []),
    enforced === 0
      ? 'enforced by: none'
      : `enforced by: TikTok monthly budget${enforced < layers ? ` in ${enforced}` : ''}`,
  ];
}

const WHAT: Readonly<Record<Ending['what'], string>> = {
  'spark code': 'Spark code',
  'account token': 'Token of Layers for ad account',
  'events token': 'Events API token of pixel',
};

export function endingText({ what, subject }: Ending): string {
  return `${WHAT[what]} ${subject}`.trim();
}

/** `ended 2026-11-02`, `ends 2026-11-14`, `valid, no date shown`. */
export function endingDate({ state, until }: Ending): string {
  const day = until === null ? undefined : until.slice(0, 10);
  if (state === 'ended') return day === undefined ? 'no longer valid' : `ended ${day}`;
  return day === undefined ? 'valid, no date shown' : `ends ${day}`;
}

export const ENDING_TONES: Readonly<Record<Ending['state'], Tone>> = {
  ended: 'bad',
  soon: 'warning',
  later: 'quiet',
  'no date': 'quiet',
};

export const ATTENTION_WORDS: Readonly<Record<ReportLayer['attention'], string>> = {
  act: 'Action',
  watch: 'Watch',
  none: 'Fine',
};

export const ATTENTION_TONES: Readonly<Record<ReportLayer['attention'], Tone>> = {
  act: 'bad',
  watch: 'warning',
  none: 'good',
};
