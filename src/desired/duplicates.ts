import type { ProblemCode } from '../model/index.ts';
import type { MapNode, ScalarNode } from '../yaml/index.ts';
import type { Cause } from './causes.ts';

/** The values of one document, merged with all it extends, that must be unique. */
export type Candidate = { readonly filePath: string; readonly unique: UniqueValues };

export type UniqueValues = { readonly [K in UniqueKey]: TextScalar | undefined };

type UniqueKey = 'name' | 'adAccountId' | 'project' | 'layer';

type TextScalar = ScalarNode & { readonly value: string };

export function uniqueValues(map: MapNode): UniqueValues {
  return {
    name: textAt(map, 'name'),
    adAccountId: textAt(map, 'adAccountId'),
    project: textAt(map, 'project'),
    layer: textAt(map, 'layer'),
  };
}

/**
 * Two documents for one layer would overwrite each other's changes forever; each one but the first is reported, and all
 * are stopped.
 */
export function duplicateCauses(documents: readonly Candidate[]): readonly Cause[] {
  return [NAME, ACCOUNT].flatMap((unique) => duplicates(documents, unique)).concat(projectDuplicates(documents));
}

/** A field that must be unique in the repository. */
type Unique = {
  readonly key: UniqueKey;
  readonly code: ProblemCode;
  readonly what: string;
  readonly remedy: string;
};

const NAME: Unique = { key: 'name', code: 'document/duplicate-name', what: 'name', remedy: 'Rename one of them.' };
const ACCOUNT: Unique = {
  key: 'adAccountId',
  code: 'document/duplicate-account',
  what: 'ad account',
  remedy: 'Keep one document per ad account.',
};
const PROJECT: Unique = {
  key: 'project',
  code: 'document/duplicate-project',
  what: 'project',
  remedy:
    'Keep one document per project. If the project has several TikTok layers, write the id of its layer into each document: layer: ID.',
};
const LAYER: Unique = { ...PROJECT, key: 'layer', what: 'layer', remedy: 'Keep one document per layer.' };

function duplicates(documents: readonly Candidate[], unique: Unique): readonly Cause[] {
  const { key } = unique;
  const first = new Map<string, string>();
  return documents.flatMap(({ filePath, unique: { [key]: scalar } }): readonly Cause[] => {
    if (scalar === undefined) return [];
    const value = comparable(scalar.value);
    const other = first.get(value);
    if (other !== undefined) return [cause(scalar, filePath, [other], unique)];
    first.set(value, filePath);
    return [];
  });
}

/** Several documents may have the same project if each has its own `layer`. */
function projectDuplicates(documents: readonly Candidate[]): readonly Cause[] {
  const earlier = new Map<string, { readonly filePath: string; readonly layer: string | undefined }[]>();
  return documents.flatMap(({ filePath, unique: { project, layer } }): readonly Cause[] => {
    if (project === undefined) return [];
    const key = comparable(project.value);
    const others = earlier.get(key) ?? [];
    earlier.set(key, [...others, { filePath, layer: layer?.value }]);
    const unnamed = others.filter((one) => one.layer === undefined || layer === undefined);
    if (unnamed.length > 0) return [cause(project, filePath, pathsOf(unnamed), PROJECT)];
    const same = others.filter((one) => one.layer === layer?.value);
    return same.length === 0 || layer === undefined ? [] : [cause(layer, filePath, pathsOf(same), LAYER)];
  });
}

function textAt(map: MapNode, key: UniqueKey): TextScalar | undefined {
  const value = map.members.get(key)?.value;
  return value?.kind === 'scalar' && isText(value) ? value : undefined;
}

function isText(scalar: ScalarNode): scalar is TextScalar {
  return typeof scalar.value === 'string';
}

function pathsOf(documents: readonly { readonly filePath: string }[]): readonly string[] {
  return documents.map(({ filePath }) => filePath);
}

/** An inherited value is located in a fragment, so the message names the document, and the first of the others. */
function cause(
  { value, span }: TextScalar,
  filePath: string,
  others: readonly string[],
  { code, what, remedy }: Unique,
): Cause {
  const shown = JSON.stringify(value.slice(0, 80));
  const message = `${filePath} has the same ${what} as ${others[0]}: ${shown}.`;
  return { finding: { code, message, at: span, remedy }, stops: [filePath, ...others] };
}

/**
 * An id without the prefix that it may have, and in lowercase, because a UUID is written in either case.
 *
 * Source: developers.layers.com, id forms of the older and the newer pages (documented).
 */
function comparable(id: string): string {
  return id.replace(/^prj_/, '').toLowerCase();
}
