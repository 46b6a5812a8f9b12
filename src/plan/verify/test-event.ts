import type { Problem } from '../../model/index.ts';
import { NEW_EVENTS_TOKEN } from './remedies.ts';
import { finding, type VerifyRule } from './subject.ts';

/** Problems that an answer of TikTok proves; after any other, it is unknown whether the event was accepted. */
const REFUSALS: ReadonlySet<Problem['code']> = new Set(['api/unauthenticated', 'api/forbidden', 'api/refused']);

/** The token in TIKTOK_EVENTS_TOKEN may differ from the one in the vault, so this proves nothing about the vault. */
export const testEvent: VerifyRule = ({ sent, desired }) => {
  const { tiktok } = sent;
  if (tiktok === undefined) return [];
  const pixel = desired.fields['capi.pixel_id'] ?? '';
  if (tiktok.ok) {
    const message = `TikTok accepted a test event for the pixel ${pixel} with TIKTOK_EVENTS_TOKEN, which may differ from the token in the vault. Events Manager, Test events, shows it.`;
    return [finding('test-event', 'green', message)];
  }
  const [problem] = tiktok.problems;
  const isRefused = problem !== undefined && REFUSALS.has(problem.code);
  const message = problem?.message ?? 'The test event has no result.';
  return [
    finding('test-event', isRefused ? 'red' : 'unknown', message, isRefused ? NEW_EVENTS_TOKEN : 'Run it again later.'),
  ];
};
