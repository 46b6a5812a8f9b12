import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { PROJECT_ID, type ProjectRow } from '../model/index.ts';
import { optionalText, readPages, type ReadResult } from './request.ts';

const Item = z.object({ id: z.string().regex(PROJECT_ID), name: optionalText });

/**
 * The active projects of the organization, the newest first. A row without an id of a known form is
 * skipped: no document can name it.
 *
 * Source: developers.layers.com docs/api/reference/projects/list-projects (documented).
 */
export async function readProjects(client: Client, signal: AbortSignal): Promise<ReadResult<readonly ProjectRow[]>> {
  const reading = await readPages(client, '/v1/projects?status=active&limit=200', { item: Item }, signal);
  if (!reading.ok) return reading;
  return { ...reading, value: reading.value.map(({ id, name }) => ({ id, name: name ?? '' })) };
}
