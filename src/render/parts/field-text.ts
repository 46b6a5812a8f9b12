import { codeSpan, fenced, forMarkdown } from './escape.ts';
import type { FieldLine, SetLine } from './fields.ts';
import { type Line, line, type Tone } from './terminal.ts';
import { type BlockLine, type Side, sideText } from './value.ts';

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
export function setText({ added, removed }: Pick<SetLine, 'added' | 'removed'>): string {
  return [...added.map((item) => `+ ${item}`), ...removed.map((item) => `- ${item}`)].join(', ');
}

export function sideAsMarkdown({ code, words }: Side): string {
  return [...(code === undefined ? [] : [codeSpan(code)]), ...(words === undefined ? [] : [forMarkdown(words)])].join(
    ' ',
  );
}

export function labelAsMarkdown(field: FieldLine): string {
  const group = field.shape === 'arrow' && field.group !== undefined ? `${forMarkdown(field.group)}: ` : '';
  return `${group}${codeSpan(field.label)}`;
}

/** Empty if the value is short. */
export function blockAsMarkdown(field: FieldLine, legend = ''): readonly string[] {
  if (field.shape !== 'block') return [];
  const lines = field.lines.map(({ sign, text }) => `${sign} ${text}`);
  return ['', `${codeSpan(field.label)}${legend}:`, '', ...fenced(lines, 'diff')];
}

function oneAsLines(field: FieldLine, indent: number): readonly Line[] {
  switch (field.shape) {
    case 'arrow': {
      const before = field.before === undefined ? '' : `${sideText(field.before)} → `;
      return [line(indent, `${field.label}: ${before}${sideText(field.after)}`)];
    }
    case 'set': {
      const words = field.words === undefined ? '' : ` ${field.words}`;
      return [line(indent, `${field.label}: ${setText(field)}${words}`)];
    }
    case 'block': {
      const words = field.words === undefined ? '' : ` ${field.words}`;
      return [
        line(indent, `${field.label}:${words}`),
        ...field.lines.map(({ sign, text }) => line(indent + 1, `${sign} ${text}`, TONES[sign])),
      ];
    }
    default:
      return field satisfies never;
  }
}
