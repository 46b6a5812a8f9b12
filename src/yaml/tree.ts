import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Finding } from './finding.ts';
import type { Member, DocumentNode, ScalarNode } from './nodes.ts';
import type { Span } from './source.ts';

/** Far above real use; multiplied aliases ("billion laughs") exceed it within a few lines. */
const MAX_ALIASED_VALUES = 10_000;

/** Values with locations, and problems of aliases and keys. */
export function treeOf(
  document: Document,
  file: string,
  text: string,
): { root?: DocumentNode; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const anchored = new Map<string, DocumentNode>();
  const sizes = new Map<DocumentNode, number>();
  let aliased = 0;

  const spanOf = (node: Node | null | undefined, otherwise: Span): Span => {
    const range = node?.range;
    if (range === null || range === undefined || range[0] === range[1]) return otherwise;
    return { file, start: range[0], end: range[1] };
  };

  /** A block ends with its last value, not with the comments below. */
  const withoutRest = (
    span: Span,
    { flow }: YAMLMap | YAMLSeq,
    node: unknown,
    last: DocumentNode | undefined,
  ): Span => {
    if (flow === true || last === undefined) return span;
    return { ...span, end: (isAlias(node) ? spanOf(node, span) : last.span).end };
  };

  const convert = (node: unknown, around: Span): DocumentNode => {
    const converted = convertOnce(node, around);
    const inside =
      converted.kind === 'map'
        ? [...converted.members.values()].map((m) => m.value)
        : converted.kind === 'list'
          ? converted.items
          : [];
    sizes.set(
      converted,
      inside.reduce((sum, value) => sum + (sizes.get(value) ?? 1), 1),
    );
    return converted;
  };

  const convertOnce = (node: unknown, around: Span): DocumentNode => {
    if (isAlias(node)) return follow(node.source, spanOf(node, around));
    if (isMap(node)) {
      const span = spanOf(node, around);
      const members = new Map<string, Member>();
      for (const { key, value } of node.items) {
        // Already reported by the parser (NON_STRING_KEY).
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const at = spanOf(key, span);
        if (name === '__proto__') findings.push(protoKey(at));
        // If a key is duplicated, the first one counts.
        else if (members.has(name)) findings.push(duplicateKey(name, at));
        else members.set(name, { key: at, value: convert(value, at) });
      }
      const value = [...members.values()].at(-1)?.value;
      return remember(node.anchor, {
        kind: 'map',
        span: withoutRest(span, node, node.items.at(-1)?.value, value),
        members,
      });
    }
    if (isSeq(node)) {
      const span = spanOf(node, around);
      const items = node.items.map((item) => convert(item, span));
      return remember(node.anchor, {
        kind: 'list',
        span: withoutRest(span, node, node.items.at(-1), items.at(-1)),
        items,
      });
    }
    if (isScalar(node)) return remember(node.anchor, scalarOf(node, spanOf(node, around), text));
    return { kind: 'scalar', span: around, value: null, written: '' };
  };

  // An anchor is known only after its value, so an alias inside it cannot recurse.
  const remember = (anchor: string | undefined, converted: DocumentNode): DocumentNode => {
    if (anchor !== undefined) anchored.set(anchor, converted);
    return converted;
  };

  const follow = (name: string, at: Span): DocumentNode => {
    const nothing: DocumentNode = { kind: 'scalar', span: at, value: null, written: '' };
    const meant = anchored.get(name);
    if (meant === undefined) {
      findings.push(noAnchor(name, at));
      return nothing;
    }
    const before = aliased;
    aliased += sizes.get(meant) ?? 1;
    if (aliased <= MAX_ALIASED_VALUES) return meant;
    if (before <= MAX_ALIASED_VALUES) findings.push(tooManyAliases(at));
    return nothing;
  };

  const start: Span = { file, start: 0, end: Math.min(1, text.length) };
  return document.contents === null ? { findings } : { root: convert(document.contents, start), findings };
}

function scalarOf(node: Scalar, span: Span, text: string): ScalarNode {
  const { value } = node;
  const written = text.slice(span.start, span.end);
  if (typeof value === 'bigint') {
    const number = Number(value);
    return { kind: 'scalar', span, value: Number.isSafeInteger(number) ? number : value, written };
  }
  const known = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', span, value: known ? value : written, written };
}

function duplicateKey(name: string, at: Span): Finding {
  const key = name.length > 60 ? '' : `${JSON.stringify(name)} `;
  return {
    code: 'document/duplicate-key',
    message: `The key ${key}is duplicated in this map.`,
    at,
    remedy: 'Keep one of them.',
  };
}

function protoKey(at: Span): Finding {
  return {
    code: 'document/unknown-field',
    message: 'Unknown field "__proto__".',
    at,
    remedy: 'Remove this key.',
  };
}

function noAnchor(name: string, at: Span): Finding {
  return {
    code: 'document/aliases',
    message: `The alias *${name} refers to an anchor that is not defined above it.`,
    at,
    remedy: `Write &${name} before the value, or put the text in quotes if no alias is meant.`,
  };
}

function tooManyAliases(at: Span): Finding {
  return {
    code: 'document/aliases',
    message: `The aliases of this file expand to more than ${MAX_ALIASED_VALUES} values.`,
    at,
    remedy: 'Write the values out, or move shared values into a fragment and add it to extends.',
  };
}
