import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type Authority, type GateAnswer, ok, type Result } from '../model/index.ts';
import { inProject, read } from './request.ts';

/** An unknown value does not predict what the gate will do. */
const AuthorityShape = z.object({
  authority: z.object({ structural: z.enum(['off', 'draft', 'auto', 'unknown']).catch('unknown') }),
});

/**
 * The authority for pausing and resuming this campaign: its own, or that of the layer. Kill switch and consent are
 * separate.
 *
 * Source: developers.layers.com docs/api/reference/ads/patch-campaign-authority, docs/api/concepts/ads-write-model
 * (documented).
 */
export async function readAuthority(
  client: Client,
  project: string,
  campaign: string,
  signal: AbortSignal,
): Promise<Result<Authority>> {
  const reading = await read(client, ofCampaign(project, campaign, 'authority'), AuthorityShape, signal);
  if (reading.ok) return ok(reading.value.authority.structural);
  const { code } = reading.problems[0];
  return code === 'api/forbidden' || code === 'api/not-found' ? ok('unknown') : reading;
}

const optionalText = z.string().min(1).nullish().catch(undefined);

const AnswerShape = z.object({ jobId: optionalText, verdictId: optionalText, status: optionalText });

/**
 * Pauses or resumes a campaign through the gate. Layers answers 202 for both done and queued; the value that
 * distinguishes them is unknown. Anything but `dispatched` counts as queued, which promises less.
 *
 * Source: developers.layers.com docs/api/concepts/ads-write-model, docs/api/reference/ads/delete-campaign (documented);
 * no body, and the shape of the response: inferred.
 *
 * @param key one per campaign and change: whether a key applies to one path or to all is unknown
 */
export async function setCampaign(
  client: Client,
  project: string,
  campaign: string,
  verb: 'pause' | 'resume',
  key: string,
  signal: AbortSignal,
): Promise<Result<GateAnswer>> {
  const path = ofCampaign(project, campaign, verb);
  const headers = { 'idempotency-key': key };
  const answer = await client.send({ method: 'POST', path, headers }, signal);
  if (!answer.ok) return answer;
  // Accepted, even if the response has an unknown form.
  const { jobId, verdictId, status } = AnswerShape.safeParse(answer.data).data ?? {};
  return ok({
    outcome: status === 'dispatched' ? 'done' : 'queued',
    ...(jobId != null && { job: jobId }),
    ...(verdictId != null && { verdict: verdictId }),
  });
}

function ofCampaign(project: string, campaign: string, rest: string): string {
  return inProject(project, 'ads', 'tiktok', 'campaigns', campaign, rest);
}
