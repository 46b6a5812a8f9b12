import * as fc from 'fast-check';

// biome-ignore format: a table of short words
const NASTY = [
  '<', '>', '</details>', '<!--', '-->', '@everyone', '`', '```', '|', '\\', '&lt;', '&#64;', '#12', 'GH-1',
  '[x](y)', '![x](y)', 'https://x.y', 'www.x.y', '*', '_', '~~', '$', '# ', '- ', '1. ', '+', '=', ' ', 'a', 'Purchase',
  '::error::', '%0A', '\u001b[31m', '\u009b1m', '\u202e', '\u2066', '\u200b', '\ufeff', '\n', '\r\n', '\t', '\u2028',
  '\u0000', '\ud800', '__proto__', 'constructor', '{', '"', "'", '30000',
];

/** Text that tries to be more than text, and any other text. Up to a dozen characters, so that it fits on one line. */
export const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ maxLength: 12 }),
);
