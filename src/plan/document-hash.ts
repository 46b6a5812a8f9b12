import {
  canonicalValue,
  type CapUnit,
  checksumOf,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type Value,
} from '../model/index.ts';

const HASH_CHARS = 16;

/**
 * 16 hex digits of what a document asks for, as written: equal whatever is live. Names, files, credentials, `pin` and
 * `protected` ask for nothing at Layers or TikTok, so they are not included.
 */
export function documentHash(desired: DesiredLayer, costCapUnit: CapUnit | null): string {
  const { template, project, layer = null, app = null, spark, fields } = desired;
  const values = DOCUMENT_PATHS.flatMap((path): readonly [string, Value][] => {
    const value = fields[path];
    return value === undefined ? [] : [[path, canonicalValue(path, value)]];
  });
  const sum = checksumOf({
    template,
    project,
    layer,
    app,
    spark: spark.map(({ post, variable }) => ({ post, variable })),
    fields: Object.fromEntries(values),
    ...(fields.monthlyCostCap !== undefined && { capUnit: costCapUnit }),
  });
  return sum.slice(sum.indexOf(':') + 1).slice(0, HASH_CHARS);
}
