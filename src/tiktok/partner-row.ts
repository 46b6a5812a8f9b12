import { z } from 'zod';
import type { Client } from '../http/index.ts';
import { type Listing, readPages } from './pages.ts';
import { Id, mentions, type ReadResult, unusable } from './request.ts';

/**
 * There is no status: a partner is listed or not.
 *
 * Source: SDK bc_partner_get.yml, bc_asset_partner_get.yml (documented).
 */
const Partner = z.object({ bc_id: Id });

/** Not `readable`: the id is in a row of a different shape. */
const partnerRow = (partner: string) =>
  z.unknown().transform((row, context) => {
    const id = Partner.safeParse(row).data?.bc_id;
    if (id === partner) return { readable: true };
    if (id === undefined && mentions(row, partner)) return { readable: false };
    context.addIssue({ code: 'custom', message: 'a different partner' });
    return z.NEVER;
  });

/** Whether a list of partners contains one. Rows of others are skipped, whatever their shape. */
export async function findPartner(
  client: Client,
  list: Pick<Listing<unknown>, 'endpoint' | 'query'>,
  partner: string,
  signal: AbortSignal,
): Promise<ReadResult<boolean>> {
  const listed = await readPages(
    client,
    {
      ...list,
      row: partnerRow(partner),
      keyOf: ({ readable }) => String(readable),
      enough: (rows) => rows.some(({ readable }) => readable),
    },
    signal,
  );
  if (!listed.ok) return listed;
  const { rows } = listed.value;
  const isListed = rows.some(({ readable }) => readable);
  if (!isListed && rows.length > 0) return unusable(`TikTok returned the partner ${partner} in an undocumented form.`);
  return { ...listed, value: isListed };
}
