import { z } from 'zod';
import type { Client } from '../http/index.ts';
import type { Authority, GateAnswer, Result } from '../model/index.ts';
import { inProject, read } from './read.ts';

/** A word that we do not know says nothing of what the gate will do. */
const AuthorityShape = z.object({
  authority: z.object({ structural: z.enum(['off', 'draft', 'auto', 'unknown']).catch('unknown') }),
});

/**
 * The axis that pausing and resuming this campaign falls under: its own, or the layer's where it has none. Neither the
 * layer's kill switch nor the customer's consent is in it.
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
  if (reading.ok) return { ok: true, value: reading.value.authority.structural };
  const { code } = reading.problems[0];
  return code === 'api/forbidden' || code === 'api/not-found' ? { ok: true, value: 'unknown' } : reading;
}

const optionalText = z.string().min(1).nullish().catch(undefined);

const AnswerShape = z.object({ jobId: optionalText, verdictId: optionalText, status: optionalText });

/**
 * Asks the gate to pause or resume a campaign. Layers answers 202 whether it did it or queued it, and no page shows the
 * word that tells them apart, if there is one: what does not say `dispatched` counts as queued, which promises less.
 * What is live afterwards decides.
 *
 * Source: developers.layers.com docs/api/concepts/ads-write-model, docs/api/reference/ads/delete-campaign (documented);
 * that pause and resume have no body, and what they answer: inferred.
 *
 * @param key one per campaign and change: whether a key counts for one path or for all is unknown
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
  // Accepted is accepted: an answer in another form does not undo the write.
  const { jobId, verdictId, status } = AnswerShape.safeParse(answer.data).data ?? {};
  return {
    ok: true,
    value: {
      outcome: status === 'dispatched' ? 'done' : 'queued',
      ...(jobId != null && { job: jobId }),
      ...(verdictId != null && { verdict: verdictId }),
    },
  };
}

function ofCampaign(project: string, campaign: string, rest: string): string {
  return inProject(project, 'ads', 'tiktok', 'campaigns', campaign, rest);
}
