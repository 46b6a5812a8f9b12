import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schemaId } from '../src/model/index.ts';

const FOLDER = 'schemas/schemastore';
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { ajvNotStrictMode, options } = json(`${FOLDER}/schema-validation.json`);

/**
 * Source: SchemaStore/schemastore, cli.js, `ajvFactory` and its list of words of editors (observed): these options are
 * for schemas in `ajvNotStrictMode`, which a schema with a list of types needs.
 */
function schemaStoreAjv(name: string): Ajv {
  expect(ajvNotStrictMode).toContain(name);
  const ajv = new Ajv({ strictTypes: false, strictTuples: false, allowMatchingProperties: true });
  formats.default(ajv);
  const known = ['defaultSnippets', 'markdownDescription', 'enumDescriptions', 'markdownEnumDescriptions'];
  return ajv.addVocabulary([...known, ...options[name].unknownKeywords]);
}

describe.each(['layer', 'defaults', 'settings'])('reconcile-%s', (schema) => {
  const name = `reconcile-${schema}`;
  const isValid = schemaStoreAjv(`${name}.json`).compile(json(`schemas/${schema}.schema.json`));

  test.each([
    ['test', true],
    ['negative_test', false],
  ] as const)('accepts each file in test and refuses each in negative_test: %s', (folder, valid) => {
    const files = readdirSync(`${FOLDER}/${folder}/${name}`);
    expect(files.length).toBeGreaterThan(0);
    const verdicts = files.map((file) => [
      file,
      isValid(parse(readFileSync(`${FOLDER}/${folder}/${name}/${file}`, 'utf8'))),
    ]);
    expect(verdicts).toEqual(files.map((file) => [file, valid]));
  });

  test('has an entry in the catalog', () => {
    const urls = json(`${FOLDER}/catalog.json`).schemas.map(({ url }: { readonly url: string }) => url);
    expect(urls).toContain(schemaId(schema));
  });
});
