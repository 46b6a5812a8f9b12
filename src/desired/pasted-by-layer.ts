import { CONFIG_PATHS, fail, ok, type Problem, type Result } from '../model/index.ts';
import { type Finding, type MapNode, parse, problemsOf, type Source, withHidden } from '../yaml/index.ts';
import { configOf, type PastedConfig } from './pasted.ts';

/** The configs of one text by layer name. A mistake in one of them stops only that layer. */
export type PastedByLayer = ReadonlyMap<string, Result<PastedConfig>>;

/**
 * Parses the config of one layer, or an object with a config for each layer name. If exactly one layer is named, the
 * text is its config, unless it has a map for that name.
 *
 * @param named layers of the command line; empty: those of the text
 * @param name of the text in problems
 */
export function parsePastedByLayer(pasted: Uint8Array, named: readonly string[], name: string): Result<PastedByLayer> {
  const { source, root, findings } = parse(name, pasted);
  const [only, second] = named;
  const isKeyed = root?.kind === 'map' && (second !== undefined || only === undefined || isKeyedBy(root, only));
  if (only !== undefined && second === undefined && !isKeyed) {
    return ok(new Map([[only, configOf(root, findings, source)]]));
  }
  if (!isKeyed) return unnamed(configOf(root, findings, source), source);
  if (only === undefined && [...root.members.keys()].some((key) => CONFIG_KEYS.has(key))) return fail(noName(name));
  const entries = [...root.members];
  const inside = entries.map(([layer]) => findings.filter((finding) => isAbout(finding, layer, root, source)));
  const outside = findings.filter((finding) => !inside.some((some) => some.includes(finding)));
  if (outside.length > 0) return fail(...problemsOf(outside, new Map([[name, withHidden(source, findings)]])));
  const shown = withHidden(source, findings);
  return ok(
    new Map(
      entries.map(([layer, { value }], index) => [layer, ofLayer(layer, configOf(value, inside[index] ?? [], shown))]),
    ),
  );
}

const CONFIG_KEYS: ReadonlySet<string> = new Set(CONFIG_PATHS.map((path) => path.replace(/\..*/, '')));

function isKeyedBy({ members }: MapNode, layer: string): boolean {
  return !CONFIG_KEYS.has(layer) && members.get(layer)?.value.kind === 'map';
}

/** A text without layer names is not a map, so it has a problem as a config too. */
function unnamed(config: Result<PastedConfig>, { file }: Source): Result<PastedByLayer> {
  return config.ok ? fail(noName(file)) : config;
}

function isAbout({ at }: Finding, layer: string, { members }: MapNode, { text }: Source): boolean {
  const member = members.get(layer);
  if (member !== undefined && at.start >= member.key.start && at.end <= member.value.span.end) return true;
  // The second of two equal keys.
  return text.slice(at.start, at.end).replace(/^"|"$/g, '') === layer;
}

function ofLayer(layer: string, config: Result<PastedConfig>): Result<PastedConfig> {
  return config.ok ? config : fail(...config.problems.map((problem): Problem => ({ ...problem, layer })));
}

function noName(file: string): Problem {
  return {
    code: 'confirm/invalid',
    message: `${file} does not name layers.`,
    remedy: 'Name the layer of this config: reconcile confirm NAME --json FILE. For several: { "NAME": { … }, … }.',
  };
}
