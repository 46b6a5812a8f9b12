import type { Plan } from '../../model/index.ts';
import { type Html, html, joined, type Part, rawHtml } from '../html/html.ts';
import { codeBlock } from '../html/items.ts';
import { namesList } from '../html/names.ts';
import { type FieldLine, linesOfChange, type Reading, readingOf } from '../parts/fields.ts';
import { counted } from '../parts/phrases.ts';
import { stepAndCallsText } from '../parts/step.ts';
import type { BlockLine, Side } from '../parts/value.ts';
import { type ChangeBlock, changeBlocks, type GroupedChange, placesText } from './groups.ts';

/** One card for the changes that some layers share, and one per layer for its other changes. */
export function changesAsHtml(plan: Plan): readonly Html[] {
  return changeBlocks(plan).map((block) => blockCard(plan, block));
}

function blockCard(plan: Plan, { layers, changes, shared }: ChangeBlock): Html {
  const [layer, ...others] = layers;
  const { app, ...reading } = readingOf(plan, layer, false);
  const isGroup = others.length > 0;
  const title = isGroup ? `The same in ${counted(layers.length, 'layer')}` : layer.name;
  const where = isGroup ? namesList(layers.map(({ name }) => name)) : html`<span class="names">${layer.file}</span>`;
  const of = isGroup || app === undefined ? reading : { ...reading, app };
  const rest =
    shared === 0 ? undefined : html`<p class="names">${counted(shared, 'more change')} above, with other layers</p>`;
  return html`<section class="card change"><h3>${title}</h3>${where}
${changes.map((change) => changeTable(change, of, isGroup))}${rest}</section>
`;
}

function changeTable({ change, sources }: GroupedChange, reading: Reading, isGroup: boolean): Html {
  const places = placesText(sources);
  const caption = html`<p class="kind"><code>${change.kind}</code> ${stepAndCallsText(change)}${isGroup ? ' each' : ''}${places === '' ? undefined : html` <span class="names">${places}</span>`}</p>`;
  const lines = linesOfChange(change, reading);
  if (lines.length === 0) return caption;
  const blocks = lines.filter(({ shape }) => shape === 'block');
  const rows = lines.flatMap((line) => rowOf(line) ?? []);
  const table = html`<table><thead><tr><th scope="col">Field</th><th scope="col">Live</th><th scope="col">Document</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`${caption}${rows.length === 0 ? undefined : table}${blocks.map(blockOf)}`;
}

function rowOf(line: FieldLine): Html | undefined {
  if (line.shape === 'block') return undefined;
  if (line.shape === 'set') {
    const items = [
      ...line.added.map((item) => html`<ins>+ ${item}</ins>`),
      ...line.removed.map((item) => html`<del>− ${item}</del>`),
    ];
    return row(line.label, line.words, joined(items, ' '));
  }
  const label = line.group === undefined ? line.label : `${line.group}: ${line.label}`;
  return row(label, line.before === undefined ? undefined : sideOf(line.before), sideOf(line.after));
}

function row(label: string, before: Part, after: Part): Html {
  return html`<tr><th scope="row">${label}</th><td>${before}</td><td>${after}</td></tr>`;
}

function sideOf({ code, words }: Side): Html {
  const parts = [
    ...(code === undefined ? [] : [html`<code>${code}</code>`]),
    ...(words === undefined ? [] : [html`<span class="quiet">${words}</span>`]),
  ];
  return joined(parts, ' ');
}

const TAGS: Readonly<Record<BlockLine['sign'], 'ins' | 'del' | 'span'>> = { '+': 'ins', '-': 'del', ' ': 'span' };

function blockOf(line: FieldLine): Html | undefined {
  if (line.shape !== 'block') return undefined;
  const lines = line.lines.map(({ sign, text }) => {
    const tag = rawHtml(TAGS[sign]);
    return html`<${tag}>${sign} ${text}</${tag}>`;
  });
  return html`<p>${line.label} <span class="quiet">${line.words}</span></p>${codeBlock(lines)}`;
}
