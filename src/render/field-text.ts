import type { BlockLine } from './block.ts';
import type { FieldLine } from './fields.ts';
import { type Line, line, type Tone } from './style.ts';
import { sideText } from './value.ts';

const TONES: Readonly<Record<BlockLine['sign'], Tone>> = { '+': 'good', '-': 'bad', ' ': 'quiet' };

/** Fields as lines for a terminal. Lines of a group are below its name. */
export function fieldsAsLines(fields: readonly FieldLine[], indent: number): readonly Line[] {
  let group: string | undefined;
  return fields.flatMap((field) => {
    const next = field.shape === 'arrow' ? field.group : undefined;
    const heading = next !== undefined && next !== group ? [line(indent, `${next}:`)] : [];
    group = next;
    return [...heading, ...oneAsLines(field, next === undefined ? indent : indent + 1)];
  });
}

/** Added and removed items: `+ video_view, - traffic`. */
export function setText({
  came,
  went,
}: {
  readonly came: readonly string[];
  readonly went: readonly string[];
}): string {
  return [...came.map((item) => `+ ${item}`), ...went.map((item) => `- ${item}`)].join(', ');
}

function oneAsLines(field: FieldLine, indent: number): readonly Line[] {
  switch (field.shape) {
    case 'arrow': {
      const before = field.before === undefined ? '' : `${sideText(field.before)} → `;
      return [line(indent, `${field.label}: ${before}${sideText(field.after)}`)];
    }
    case 'set':
      return [
        line(indent, [`${field.label}:`, setText(field), field.words].filter((part) => part !== undefined).join(' ')),
      ];
    case 'block':
      return [
        line(indent, field.words === undefined ? `${field.label}:` : `${field.label}: ${field.words}`),
        ...field.lines.map(({ sign, text }) => line(indent + 1, `${sign} ${text}`, TONES[sign])),
      ];
    default:
      return field satisfies never;
  }
}
