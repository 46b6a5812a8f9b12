import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { SCHEMA_NAMES } from '../src/cli/schema-names.ts';
import { EDITOR_WORDS } from './support/schema-words.ts';

type Schema = { readonly [key: string]: unknown };

const files = readdirSync('schemas').filter((file) => file.endsWith('.json'));

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every property of every object in a schema, by its path. Conditions are left out: they test fields, not describe them. */
function properties(schema: Schema, at = ''): readonly { readonly path: string; readonly property: Schema }[] {
  const named = (key: string): [string, Schema][] =>
    Object.entries(isSchema(schema[key]) ? schema[key] : {}).filter((entry): entry is [string, Schema] =>
      isSchema(entry[1]),
    );
  const parts = (key: string): Schema[] => (Array.isArray(schema[key]) ? schema[key].filter(isSchema) : []);
  const within = ['items', 'additionalProperties'].flatMap((key) => (isSchema(schema[key]) ? [schema[key]] : []));
  return [
    ...named('properties').map(([name, property]) => ({ path: `${at}/${name}`, property })),
    ...named('properties').flatMap(([name, property]) => properties(property, `${at}/${name}`)),
    ...named('definitions').flatMap(([name, part]) => properties(part, `#${name}`)),
    ...['anyOf', 'oneOf'].flatMap(parts).flatMap((part, index) => properties(part, `${at}|${index}`)),
    ...within.flatMap((part) => properties(part, `${at}[]`)),
  ];
}

test('every schema that the command prints is there', () => {
  expect(files).toEqual(SCHEMA_NAMES.map((name) => `${name}.schema.json`).sort());
});

describe.each(files)('%s', (file) => {
  const schema: Schema = JSON.parse(readFileSync(`schemas/${file}`, 'utf8'));

  test('is draft-07, with a title', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema.description).toEqual(expect.any(String));
  });

  test('has an address at the tag of this version, in the repository of the package', () => {
    const { version, repository } = JSON.parse(readFileSync('package.json', 'utf8'));
    const [, repositoryPath] = /github\.com\/(.*)\.git$/.exec(repository.url) ?? [];
    expect(schema.$id).toBe(`https://raw.githubusercontent.com/${repositoryPath}/v${version}/schemas/${file}`);
  });

  test('links to sections of the README that exist', () => {
    const headings = [...readFileSync('README.md', 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const anchors = [...JSON.stringify(schema).matchAll(/github\.com\/[^)#]*#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(headings).toEqual(expect.arrayContaining([...new Set(anchors)]));
  });

  test('is accepted by a validator', () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
    formats.default(ajv);
    ajv.addVocabulary([...EDITOR_WORDS]);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  test('describes every field, for editors', () => {
    const all = properties(schema);
    expect(all.length).toBeGreaterThan(5);
    const resolve = (property: Schema): Schema => {
      const inner = Array.isArray(property.allOf) && property.allOf.length === 1 ? property.allOf[0] : property;
      if (!isSchema(inner) || typeof inner.$ref !== 'string') return property;
      const path = inner.$ref.replace(/^#\//, '').split('/');
      const found = path.reduce<unknown>((part, key) => (isSchema(part) ? part[key] : undefined), schema);
      return isSchema(found) ? { ...found, ...property } : property;
    };
    const silent = all.filter(({ property }) => typeof resolve(property).description !== 'string');
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

test('a layer document’s mode decides by if and then, never by a bare oneOf', () => {
  const text = readFileSync('schemas/layer.schema.json', 'utf8');
  expect(text).not.toContain('"oneOf"');
  expect(text).not.toContain('"anyOf"');
  expect(text).toContain('"if"');
});
