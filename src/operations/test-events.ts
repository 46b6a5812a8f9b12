import { createLayersSender } from '../layers/index.ts';
import type { Machine } from '../machine.ts';
import {
  type DesiredLayer,
  fail,
  type LiveLayer,
  mapConcurrently,
  ok,
  type Problem,
  type Result,
  type TestEventResults,
} from '../model/index.ts';
import { createTikTokSender } from '../tiktok/index.ts';
import type { ReadContext } from './context.ts';
import { requestTimeout } from '../io/index.ts';

export type TestEventOptions = {
  /** Layers sends one event per layer, with the token in its vault. */
  readonly sendTestEvent?: boolean;
  /** From Events Manager: also sends one event to TikTok, with TIKTOK_EVENTS_TOKEN. */
  readonly testEventCode?: string;
};

/** Before anything is read or sent. */
export function checkTestEvent(
  { sendTestEvent, testEventCode }: TestEventOptions,
  layers: number,
  env: Machine['env'],
): Result<void> {
  if (testEventCode === undefined) return ok(undefined);
  if (sendTestEvent !== true) return fail(withoutFlag);
  if ((env[EVENTS_TOKEN] ?? '') === '') return fail(noToken);
  return layers === 1 ? ok(undefined) : fail(oneLayer(layers));
}

const EVENTS_TOKEN = 'TIKTOK_EVENTS_TOKEN';

const withoutFlag: Problem = {
  code: 'cli/usage',
  message: '--test-event-code sends an event, which needs --send-test-event.',
  remedy: 'Pass both: reconcile verify acme-ios --send-test-event --test-event-code TEST12345.',
};

const noToken: Problem = {
  code: 'credentials/missing',
  message: `The environment variable ${EVENTS_TOKEN} is not set; --test-event-code needs it.`,
  remedy: `Set ${EVENTS_TOKEN} to the Events API token of the pixel, or leave out --test-event-code.`,
};

function oneLayer(count: number): Problem {
  return {
    code: 'cli/usage',
    message: `A test event code belongs to one pixel, but the command covers ${count} layers.`,
    remedy: 'Name one layer: reconcile verify acme-ios --send-test-event --test-event-code TEST12345.',
  };
}

const MAX_CONCURRENT_TEST_EVENTS = 4;

/**
 * Sends the requested test events, by layer name. A layer that is not installed, or may be one of several, gets none:
 * Layers would answer for a different one. A failure is a result of its layer.
 */
export async function sendTestEvents(
  { workspace, machine }: ReadContext,
  layers: readonly { readonly desired: DesiredLayer; readonly live: LiveLayer }[],
  { sendTestEvent, testEventCode }: TestEventOptions,
): Promise<{ readonly sent: ReadonlyMap<string, TestEventResults>; readonly calls: number }> {
  if (sendTestEvent !== true) return { sent: new Map(), calls: 0 };
  const { origins, transport } = workspace.settings;
  // A recording contains only reads.
  const { recorder: _, ...sending } = machine;
  const { env, stop } = machine;
  const timeoutMs = requestTimeout(env);
  const options = { machine: sending, ...(timeoutMs !== undefined && { timeoutMs }) };
  let calls = 0;
  const results = await mapConcurrently(
    layers.filter(({ live }) => live.installed === 'yes' && !live.ambiguous),
    MAX_CONCURRENT_TEST_EVENTS,
    async ({ desired, live }): Promise<[string, TestEventResults]> => {
      const key = env[desired.credentials.layers] ?? '';
      const sender = createLayersSender({ ...options, origin: origins.layers, key, transport });
      const layersResult = await sender.sendTestEvent(
        desired.project,
        desired.app ?? live.toggleApp,
        machine.uuid(),
        stop,
      );
      calls += sender.calls();
      const pixel = desired.fields['capi.pixel_id'];
      if (testEventCode === undefined || pixel === undefined) return [desired.name, { layers: layersResult }];
      const tiktok = createTikTokSender({ ...options, origin: origins.tiktok, token: env[EVENTS_TOKEN] ?? '' });
      const event = { pixel, testCode: testEventCode, eventId: machine.uuid(), at: machine.now() };
      const tiktokResult = await tiktok.sendTestEvent(event, stop);
      calls += tiktok.calls();
      return [desired.name, { layers: layersResult, tiktok: tiktokResult }];
    },
  );
  return { sent: new Map(results), calls };
}
