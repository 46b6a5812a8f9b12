import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { fail, ok, type Result, type TrackingReport } from '../model/index.ts';
import { isTikTok } from './accounts.ts';
import { inProject, optionalText } from './request.ts';
import { chooseApp, readSdkApps } from './sdk-apps.ts';

/** `status` and `missing` are documented. That a confirmation per platform exists is documented, its form is unknown. */
const Report = z.object({
  status: z.string(),
  missing: z.array(z.string()).catch([]),
  platforms: z.array(z.unknown()).catch([]),
});

/** Inferred. */
const Confirmation = z.object({ platform: z.string(), dispatched: z.boolean(), error: optionalText });

/**
 * Layers sends one event with a test event code through its relay, and waits up to 30 s.
 *
 * Source: developers.layers.com docs/api/reference/sdk-apps/verify-tracking (documented).
 */
export async function sendTestEvent(
  client: Client,
  project: string,
  app: string | undefined,
  key: string,
  signal: AbortSignal,
): Promise<Result<TrackingReport>> {
  const chosen = app === undefined ? await onlyApp(client, project, signal) : ok(app);
  if (!chosen.ok) return chosen;
  const path = inProject(project, 'sdk-apps', chosen.value, 'verify-tracking');
  const answer = await client.send({ method: 'POST', path, headers: { 'idempotency-key': key }, body: {} }, signal);
  if (!answer.ok) return answer;
  const report = Report.safeParse(answer.data);
  if (!report.success) {
    return fail({
      code: 'api/unreadable',
      message: 'Layers sent a test event, but its response has an undocumented form.',
      remedy: 'Look for a newer version of reconcile, or report this.',
    });
  }
  const { status, missing, platforms } = report.data;
  const tiktok = platforms
    .flatMap((each) => Confirmation.safeParse(each).data ?? [])
    .find((each) => isTikTok(each.platform));
  return ok({
    status,
    missing,
    ...(tiktok && { dispatched: tiktok.dispatched }),
    ...(tiktok?.error != null && { reason: tiktok.error }),
  });
}

async function onlyApp(client: Client, project: string, signal: AbortSignal): Promise<Result<string>> {
  const apps = await readSdkApps(client, project, signal);
  if (!apps.ok) return apps;
  const chosen = chooseApp(apps.value, undefined);
  if (!chosen.ok) return chosen;
  if (chosen.value !== undefined) return ok(chosen.value);
  return fail({
    code: 'layers/app',
    message: 'The project has no SDK app, so no test event can be sent.',
    remedy: 'Create the SDK app in Layers.',
  });
}
