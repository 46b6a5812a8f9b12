import {
  type DocumentPath,
  FIELDS,
  isConfigPath,
  type KeptReason,
  type LiveLayer,
  openKinds,
} from '../../model/index.ts';

/**
 * Why an import leaves a value of a document alone. The ledger has what was applied last: a document that differs from
 * it is ahead of it.
 *
 * @returns `undefined` if an API shows the live value, or a person pasted it now
 */
export function keptReason(
  path: DocumentPath,
  { ledger, fields }: Pick<LiveLayer, 'ledger' | 'fields'>,
  isPasted: boolean,
): KeptReason | undefined {
  const open: ReadonlySet<string> = openKinds(ledger);
  if (open.has(FIELDS[path].change)) return 'open';
  const isShown = fields[path]?.provenance === 'api' || (isPasted && isConfigPath(path));
  return isShown ? undefined : 'recorded';
}
