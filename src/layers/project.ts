import { z } from 'zod';
import type { Client } from '../http/index.ts';
import {
  fail,
  isMap,
  isUnclear,
  type LedgerNext,
  type LiveProject,
  ok,
  type Problem,
  type Result,
  type Value,
} from '../model/index.ts';
import { checkLedgerSize, readLedger, sameLedger, withLedger } from './ledger.ts';
import { noSuchProject, type Organization } from './organization.ts';
import { inProject, readWhole, type WholeRead } from './request.ts';

/**
 * Unchanged, because the metadata is written back. Each project has an `id` (documented). Without it, the `{}` of a
 * proxy would count as empty metadata, and the next write would replace all of it.
 */
const Shape = z.object({
  id: z.string().min(1),
  metadata: z
    .custom<Readonly<Record<string, Value>>>((value) => typeof value === 'object' && !Array.isArray(value))
    .nullish(),
  customerExternalId: z.string().min(1).nullish().catch(undefined),
});

type Project = z.output<typeof Shape>;

/**
 * Fails with `ledger/newer` or `ledger/revision`.
 *
 * Source: developers.layers.com docs/api/reference/projects/get-project (documented).
 */
export async function readProject(
  client: Client,
  project: string,
  organization: Organization | undefined,
  signal: AbortSignal,
): Promise<Result<LiveProject>> {
  const reading = await readWhole(client, inProject(project), Shape, signal);
  if (!reading.ok) return noSuchProject(reading, project, organization);
  const metadata = metadataIn(reading);
  const found = readLedger(metadata);
  if (found.state === 'later') return fail(newerLedger(project, found.format));
  if (found.state === 'too large') return fail(invalidRevision(project, found.revision));
  const { customerExternalId } = reading.value;
  const external = customerExternalId == null ? {} : { customerExternalId };
  return ok({ metadata, ...external, ledger: found.ledger });
}

function metadataIn({ value, exact }: Extract<WholeRead<Project>, { ok: true }>): LiveProject['metadata'] {
  if (value.metadata == null) return {};
  // The same response, apart from the form of its numbers.
  const row = exact();
  const metadata = isMap(row) ? row['metadata'] : undefined;
  return isMap(metadata) ? metadata : value.metadata;
}

function invalidRevision(project: string, revision: string): Problem {
  return {
    code: 'ledger/revision',
    message: `The ledger of project ${project} has revision ${revision}, which is too large to increment.`,
    remedy: 'Set `reconcile.revision` in the metadata of the project to the number of its writes.',
  };
}

function newerLedger(project: string, format: number): Problem {
  return {
    code: 'ledger/newer',
    message: `The ledger of project ${project} has format ${format}, which needs a later version of reconcile.`,
    remedy: 'Use that version here too. This version does not change the ledger or its layers.',
  };
}

/**
 * Replaces the metadata. Safe to repeat with the same key and body. If the result is unclear, a read that returns the
 * same ledger proves success.
 *
 * Includes the `customerExternalId`, which Layers stores in the metadata (documented) but hides. Whether replacing the
 * metadata removes it is unknown.
 *
 * Source: developers.layers.com docs/api/reference/projects/patch-project, docs/api/getting-started/common-patterns,
 * docs/api/concepts/projects (documented).
 *
 * @returns `ledger/external-id` if the id is different afterwards
 */
export async function writeLedger(
  client: Client,
  project: string,
  seen: LiveProject,
  next: LedgerNext,
  key: string,
  signal: AbortSignal,
): Promise<Result<void>> {
  const metadata = withLedger(seen.metadata, next);
  const sizeCheck = checkLedgerSize(metadata);
  if (!sizeCheck.ok) return sizeCheck;
  const { customerExternalId: id } = seen;
  const headers = { 'idempotency-key': key };
  const body = { metadata, ...(id !== undefined && { customerExternalId: id }) };
  const answer = await client.send({ method: 'PATCH', path: inProject(project), headers, body }, signal);
  if (!answer.ok && !isUnclear(answer.problems)) return answer;
  const isRow = answer.ok && Shape.safeParse(answer.data).success;
  const row = isRow ? answer.data : await rowIfWritten(client, project, metadata, signal);
  if (row === undefined) return answer.ok ? notAProject(project) : answer;
  return changedId(project, id, row);
}

/** A 200 without a project, such as the `{}` of a proxy, proves no write. */
function notAProject(project: string): Result<never> {
  return fail({
    code: 'api/unreadable',
    message: `Layers did not return project ${project} after the write of its ledger, and the new ledger is not live.`,
    remedy: 'Run the command again. If it fails again, check for a proxy that answers instead of Layers.',
  });
}

/** Compares only the ledger: other metadata may have changed since. */
async function rowIfWritten(
  client: Client,
  project: string,
  sent: LiveProject['metadata'],
  signal: AbortSignal,
): Promise<unknown> {
  const reading = await readWhole(client, inProject(project), Shape, signal);
  return reading.ok && sameLedger(metadataIn(reading), sent) ? reading.value : undefined;
}

const Row = z.object({ customerExternalId: z.string().nullable() });

/** A row without the id proves nothing. */
function changedId(project: string, before: string | undefined, row: unknown): Result<void> {
  const shown = Row.safeParse(row);
  const after = shown.data?.customerExternalId || undefined;
  if (!shown.success || after === before) return ok(undefined);
  const message = `Layers changed the customerExternalId of project ${project} with a write of the ledger: ${idText(before)} → ${idText(after)}.`;
  const remedy = 'Set it again in Layers, and report this.';
  return fail({ code: 'ledger/external-id', message, remedy });
}

function idText(id: string | undefined): string {
  return id === undefined ? 'none' : JSON.stringify(id.slice(0, 80));
}
