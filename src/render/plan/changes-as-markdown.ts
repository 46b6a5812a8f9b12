import { clip, layerAddress, type Plan, type PlannedLayer } from '../../model/index.ts';
import { codeSpan, codeTag, forMarkdown } from '../parts/escape.ts';
import { type Reading, readingOf } from '../parts/fields.ts';
import { firstLines, folded, foldedNames, link, titled } from '../parts/page.ts';
import { counted } from '../parts/phrases.ts';
import { changesText } from '../parts/step.ts';
import { type ChangeBlock, changeBlocks, type Place, placesText, uniquePlaces } from './groups.ts';
import { changesAsTable } from './markdown-table.ts';
import { raisedLayers } from './raises.ts';
import { type PageView, placesAsMarkdown } from './review-facts.ts';

/** Of so few blocks, all are open. */
const MAX_OPEN_BLOCKS = 5;

/** Of more blocks, the others are behind one line. */
const MAX_LISTED_BLOCKS = 20;

/** In UTF-16 units. */
const MAX_TITLE_CHARS = 100;

/** What is refused comes first, then raises, then the rest. */
export function changesAsMarkdown(plan: Plan, view: PageView): readonly string[] {
  const blocks = ranked(plan, changeBlocks(plan));
  const open = blocks.length <= MAX_OPEN_BLOCKS;
  // Blocks of many layers are the summary of a large plan, so they are always among the first.
  const listed = new Set(
    blocks.toSorted((one, other) => other.layers.length - one.layers.length).slice(0, MAX_LISTED_BLOCKS),
  );
  const rest = blocks.filter((block) => !listed.has(block));
  return titled('### Changes', [
    ...blocks.filter((block) => listed.has(block)).flatMap((block) => blockAsMarkdown(plan, block, view, open)),
    ...folded(
      `${counted(rest.length, 'more block')} of changes`,
      view.titles === undefined
        ? rest.flatMap((block) => blockAsMarkdown(plan, block, view, false))
        : firstLines(rest.map(titleLine), view.titles),
    ),
  ]);
}

function titleLine({ layers, changes }: ChangeBlock): string {
  const [{ name }, ...others] = layers;
  const of = others.length === 0 ? codeSpan(clip(name, MAX_TITLE_CHARS)) : `${layers.length} layers, each`;
  return `- ${of}: ${forMarkdown(changesText(changes.map(({ change }) => change)))}`;
}

function ranked(plan: Plan, blocks: readonly ChangeBlock[]): readonly ChangeBlock[] {
  const refused = new Set(plan.refusals.map(({ subject }) => subject));
  const raised = raisedLayers(plan);
  const rankOf = ({ layers, changes }: ChangeBlock): number => {
    if (layers.some(({ name }) => refused.has(name))) return 0;
    const isRaise = changes.some(({ change }) => change.kind === 'cost-cap' && raised.has(change.layer));
    return isRaise ? 1 : 2;
  };
  return blocks.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function blockAsMarkdown(plan: Plan, block: ChangeBlock, view: PageView, open: boolean): readonly string[] {
  const { layers, shared } = block;
  const [layer, ...others] = layers;
  const { app, ...values } = readingOf(plan, layer, view.hideMoney);
  const reading: Reading = { ...values, growth: true };
  const all = block.changes.map(({ change }) => change);
  const sources = uniquePlaces(block.changes.flatMap((change) => change.sources));
  if (others.length === 0) {
    const more = shared === 0 ? '' : `, ${counted(shared, 'change')} above`;
    const table = changesAsTable(all, { ...reading, ...(app !== undefined && { app }) });
    const title = `${codeTag(layer.name)}: ${changesText(all)}${more}`;
    return folded(title, [aboutLayer(layer, sources, view), '', ...table], open);
  }
  const at = sources.length === 0 ? '' : ` at ${codeTag(placesText(sources))}`;
  const names = foldedNames(
    layers.map(({ name }) => name),
    view.maxNames,
  );
  const places =
    sources.length === 0 || view.review.files === undefined ? [] : [placesAsMarkdown(sources, view.review), ''];
  return folded(
    `${counted(layers.length, 'layer')}, each: ${changesText(all)}${at}`,
    [...places, ...changesAsTable(all, reading), '', names],
    open,
  );
}

/** File, ad account and dashboard page. */
function aboutLayer(layer: PlannedLayer, sources: readonly Place[], { review, hideMoney }: PageView): string {
  const { file, project, selection, layerId, desired, accountName } = layer;
  const own = sources.some((source) => source.file === file) ? [] : [{ file }];
  const account =
    desired.adAccountId === undefined || hideMoney
      ? []
      : [
          `ad account ${accountName === undefined ? '' : `${forMarkdown(accountName)} `}${codeSpan(desired.adAccountId)}`,
        ];
  const page = layerAddress(project, selection.layer ?? layerId ?? undefined);
  return [
    placesAsMarkdown([...own, ...sources], review),
    ...account,
    ...(review.files === undefined ? [] : [link('Open in Layers', page)]),
  ].join(' · ');
}
