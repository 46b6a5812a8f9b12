// Statistics of the comments in src/: how plain their English is. `node test/comment-statistics.mjs` prints them.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One figure and its limits. */
function row(name, value, least, most) {
  return { name, value, least, most };
}

/** All comments of src/, and how much code and how many docstrings there are. */
export function readComments() {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const found = { texts: [], docstrings: [], codeLines: 0 };
  for (const file of files) {
    const text = readFileSync(`src/${file}`, 'utf8');
    for (const [whole, block, line] of text.matchAll(/\/\*\*?([\s\S]*?)\*\/|(?:^|\s)\/\/ ?(.*)$/gm)) {
      const plain = (block ?? line ?? '').replace(/^\s*\* ?/gm, '').trim();
      found.texts.push(plain);
      if (whole.startsWith('/**')) found.docstrings.push(plain);
    }
    const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
    found.codeLines += bare.split('\n').filter((line) => line.trim() !== '').length;
  }
  return found;
}

export function commentStatistics() {
  const { texts, docstrings, codeLines } = readComments();
  const all = texts.join('\n');
  const words = all.split(/\s+/).filter(Boolean).length;
  const per1000 = (pattern) => ((all.match(pattern)?.length ?? 0) / words) * 1000;
  const withWhat = docstrings.filter((text) => /^What\b/.test(text)).length;
  return [
    row('if, per 1,000 words', per1000(/\bif\b/gi), 5, 100),
    row('where as if, per 1,000 words', per1000(/(?:[,;:.] |^)where\b/gim), 0, 1),
    row(
      'nobody, somebody, anybody, whoever, per 1,000 words',
      per1000(/\b(?:no|some|any)body\b|\bwhoever\b/gi),
      0,
      0.5,
    ),
    row('tell, say, per 1,000 words', per1000(/\b(?:tells?|told|telling|says?|said|saying)\b/gi), 0, 1),
    row('docstrings that begin with "What", in percent', (withWhat / docstrings.length) * 100, 0, 1),
    row('words of comment per line of code', words / codeLines, 0.8, 1.3),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, least, most } of commentStatistics()) {
    process.stdout.write(`${name.padEnd(54)} ${value.toFixed(2).padStart(6)}   ${least} to ${most}\n`);
  }
}
