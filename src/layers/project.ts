import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { isUnclear, type LedgerNext, type Problem, type ProjectSeen, type Result, type Value } from '../model/index.ts';
import { fits, laterFormat, parseLedger, sameLedger, withLedger } from './ledger.ts';
import { noSuchProject } from './not-found.ts';
import type { Organization } from './organization.ts';
import { inProject, read } from './read.ts';

/** The metadata is kept as it was read, member by member: it is written back. */
const Shape = z.object({
  metadata: z
    .custom<Readonly<Record<string, Value>>>((value) => typeof value === 'object' && !Array.isArray(value))
    .nullish(),
});

/** `ledger/newer` where this version may not touch the ledger. Source: developers.layers.com docs/api/reference/projects/get-project (documented). */
export async function readProject(
  client: Client,
  project: string,
  organization: Organization | undefined,
  signal: AbortSignal,
): Promise<Result<ProjectSeen>> {
  const reading = await read(client, inProject(project), Shape, signal);
  if (!reading.ok) return noSuchProject(reading, project, organization);
  const metadata = reading.value.metadata ?? {};
  const later = laterFormat(metadata);
  if (later !== undefined) return { ok: false, problems: [newer(project, later)] };
  return { ok: true, value: { metadata, ledger: parseLedger(metadata) } };
}

function newer(project: string, format: number): Problem {
  return {
    code: 'ledger/newer',
    message: `The ledger of project ${project} has format ${format}, which only a later version of reconcile reads.`,
    remedy: 'Use that version here too. This one leaves the ledger, and the layers in it, as they are.',
  };
}

/**
 * Replaces the metadata. Safe to repeat with the same key and body. If it is unclear what became of it, the ledger is read
 * again: where it is what was sent, it is written.
 *
 * Source: developers.layers.com docs/api/reference/projects/patch-project, docs/api/getting-started/common-patterns
 * (documented).
 */
export async function writeLedger(
  client: Client,
  project: string,
  seen: ProjectSeen,
  next: LedgerNext,
  key: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  const metadata = withLedger(seen.metadata, next);
  const fitting = fits(metadata);
  if (!fitting.ok) return fitting;
  const headers = { 'idempotency-key': key };
  const path = inProject(project);
  const answer = await client.send({ method: 'PATCH', path, headers, body: { metadata } }, signal);
  if (answer.ok || (isUnclear(answer.problems) && (await isWritten(client, project, metadata, signal)))) {
    return { ok: true, value: undefined };
  }
  return answer;
}

/** Whether the ledger is live as it was sent; others may have written beside it since. */
async function isWritten(
  client: Client,
  project: string,
  sent: ProjectSeen['metadata'],
  signal: AbortSignal,
): Promise<boolean> {
  const reading = await read(client, inProject(project), Shape, signal);
  return reading.ok && sameLedger(reading.value.metadata ?? {}, sent);
}
