import type { DocumentValues, ImportNote, ImportNotes } from '../../desired/index.ts';
import {
  canonicalJson,
  canonicalValue,
  DOCUMENT_PATHS,
  type DocumentPath,
  FIELDS,
  type Fields,
  isConfigPath,
  type LiveLayer,
  type Problem,
  type Value,
} from '../../model/index.ts';

/** Known values of a layer. A path in neither is known to be absent, or has no meaning for a new document. */
export type LiveValues = { readonly values: DocumentValues; readonly notes: ImportNotes };

/**
 * Values of APIs, then of a pasted config, then of the ledger. Anything else is not guessed.
 *
 * @param pasted the whole config: a missing member is absent
 * @param own fields of the document, if there is one
 */
export function liveValues({ fields }: LiveLayer, pasted: Fields | undefined, own: Fields = {}): LiveValues {
  const values = new Map<DocumentPath, Value>();
  const notes = new Map<DocumentPath, ImportNote>();
  for (const path of DOCUMENT_PATHS) {
    const shown = fields[path];
    const isShown = shown?.provenance === 'api';
    const isStated = pasted !== undefined && isConfigPath(path) && !isShown;
    if (!isStated && (shown === undefined || shown.provenance === 'unknown')) {
      if (isConfigPath(path)) notes.set(path, 'hidden');
      continue;
    }
    const live = shown === undefined || shown.provenance === 'unknown' ? undefined : shown.value;
    const known: Value | undefined = isStated ? pasted[path] : live;
    if (known === undefined || known === null) continue;
    if (path === 'spark') notes.set(path, 'codes');
    else if (FIELDS[path].is(known)) values.set(path, canonicalValue(path, known));
    else notes.set(path, 'form');
  }
  const isKnown = (path: DocumentPath): boolean => values.has(path) || own[path] !== undefined;
  if (values.get('capi.enabled') === true && !NEEDED_BY_CAPI.every(isKnown)) {
    values.delete('capi.enabled');
    notes.set('capi.enabled', 'token');
  }
  if (values.get('capEnforcement') === 'tiktok' && !isKnown('monthlyCostCap')) {
    values.delete('capEnforcement');
    notes.set('capEnforcement', 'budget');
  }
  return { values, notes };
}

const NEEDED_BY_CAPI: readonly DocumentPath[] = ['capi.pixel_id', 'capi.access_token_vault_id'];

/** Members of a pasted config that an API shows differently. */
export function contradictions({ name, fields }: LiveLayer, pasted: Fields): readonly Problem[] {
  return DOCUMENT_PATHS.filter(isConfigPath).flatMap((path): readonly Problem[] => {
    const shown = fields[path];
    if (shown?.provenance !== 'api') return [];
    const [api, stated] = [shown.value ?? null, pasted[path] ?? null];
    if (canonicalJson(canonicalValue(path, api)) === canonicalJson(canonicalValue(path, stated))) return [];
    return [
      {
        code: 'confirm/contradicted',
        layer: name,
        message: `The pasted ${path} is ${canonicalJson(stated)}, but the API shows ${canonicalJson(api)}.`,
        remedy: 'Copy the config of this layer again. If it was changed recently, wait a few minutes first.',
      },
    ];
  });
}

/** Values without which a document is invalid, and that are not known. */
export function missingValues({ values }: LiveValues): readonly DocumentPath[] {
  const required: readonly DocumentPath[] = [
    'mode',
    'adAccountId',
    ...(values.get('mode') === 'agency' ? (['tiktokBusinessId'] as const) : []),
  ];
  return required.filter((path) => !values.has(path));
}
