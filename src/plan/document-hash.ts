import {
  canonicalValue,
  type CapUnit,
  checksumOf,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type Value,
} from '../model/index.ts';

const HASH_CHARS = 16;

const SORTED_PATHS = [...DOCUMENT_PATHS].sort();

/**
 * 16 hex digits of what a document asks for, as written: equal whatever is live. Names, files, credentials, `pin` and
 * `protected` ask for nothing at Layers or TikTok, so they are not included.
 */
export function documentHash(desired: DesiredLayer, costCapUnit: CapUnit | null): string {
  const { template, project, layer = null, app = null, spark, fields } = desired;
  const values: Record<string, Value> = {};
  for (const path of SORTED_PATHS) {
    const value = fields[path];
    if (value !== undefined) values[path] = canonicalValue(path, value);
  }
  // In the order of their names, so that nothing has to be sorted.
  const sum = checksumOf({
    app,
    capUnit: fields.monthlyCostCap === undefined ? undefined : costCapUnit,
    fields: values,
    layer,
    project,
    spark: spark.map(({ post, variable }) => ({ post, variable })),
    template,
  });
  const start = sum.indexOf(':') + 1;
  return sum.slice(start, start + HASH_CHARS);
}
