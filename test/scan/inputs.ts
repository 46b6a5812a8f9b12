/** A text that can be made as long as a test likes. */
export type Input = { readonly name: string; readonly textOf: (chars: number) => string };

/** The worst parts of texts for a pattern or parser: special characters, unclosed brackets, beginnings of secrets. */
const WORDS: readonly string[] = [
  ...[
    'a',
    'A',
    '0',
    '1,',
    '1.',
    '1e',
    'a1',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\u0085',
    '\u0000',
    '\u200b',
    '\ufeff',
    '\ud800',
    '😀',
    'é',
    'e\u0301',
    '가',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    '"',
    "'",
    '\\',
    '\\"',
    '\\q',
    '/',
    '//',
    '../',
    '.',
    ',',
    ':',
    ': ',
    ':: ',
    '::',
    '-',
    '- ',
    '_',
    '#',
    '##[',
    '# ',
    '`',
    '|',
    '<',
    '&',
    '@',
  ],
  ...[
    '$',
    '${',
    '${A',
    '${SPARK_A} ',
    '%',
    '%23',
    '%EF%BB%BF',
    '*',
    '?',
    '!',
    '! ',
    '!!a ',
    '~',
    '=',
    '+',
    '>',
    ',,',
    '-,.',
  ],
  ...[
    '**/',
    '*a',
    '{a,',
    '{a,b}',
    '{,}',
    '{{a,b},',
    '&a ',
    '*a ',
    '- *a\n',
    '*a, ',
    '[*a,',
    '? ',
    '? a\n',
    '- a\n',
    '- - ',
    'a: ',
    'a:\n',
    'a: 1\n',
    'a: {',
    'a: &b [*b, ',
  ],
  ...[
    '"a": ',
    '"a":1,',
    '{"a":',
    '[1,',
    '[[],',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '%TAG ! !\n',
    '| \n',
    '>\n ',
    '\t- ',
    "'a' ",
    '"a" ',
    '"a\n',
    '\n\n #',
    '#a\n',
    ' #a\n',
  ],
  ...[
    '-----BEGIN ',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    '-----END ',
    'lp_',
    'lp_live_',
    'lp_live_a',
    'ghp_',
    'github_pat_',
    'eyJ',
    'eyJaaaaaaaaaa',
    'eyJaaaaaaaaaa.',
    '-eyJaaaaaaaaaa',
    'act.',
    'AKIA',
    'AIza',
    'sk_live_',
    'xoxb-',
  ],
  ...[
    'code: #',
    'code:',
    'code: ',
    '"#',
    'token: ',
    'token=',
    'token ',
    'password: "',
    '0123456789abcdef',
    'abcdefghij1',
    '#abcdefghijklmnop',
  ],
  ...[
    'www.',
    'GH-',
    'https://',
    'http://a/',
    '<!-- reconcile',
    '<!-- reconcile:plan -->',
    '-->',
    '"access_token":"',
    '"access_token": "\\"',
    '"format"',
    '"format":',
    '{"format": ',
  ],
  ...[
    '12345678901234567',
    '-1',
    '1 USD',
    'USD ',
    '**Stale.** ',
    '**Refused.** ',
    '\n[a](',
    '](https://',
    'P1W',
    '2026-01-01T',
    'monthlyCostCap: 1\n',
    '"\\u00',
    ' %',
    '1 ',
    'Bearer ',
  ],
];

/** Parts that differ, for what compares each with every other. */
const NUMBERED: readonly { readonly name: string; readonly part: (at: number) => string }[] = [
  { name: 'a map with many keys', part: (at) => `k${at}: 1\n` },
  { name: 'a list of maps', part: (at) => `- k${at}: ${at}\n` },
  { name: 'anchors', part: (at) => `- &a${at} 1\n` },
  { name: 'aliases of no anchor', part: (at) => `- *a${at}\n` },
  { name: 'aliases of no anchor on one line', part: (at) => `${at === 0 ? '[' : ''}*a${at}, ` },
  { name: 'an alias of each anchor', part: (at) => `- &a${at} 1\n- *a${at}\n` },
  { name: 'tags', part: (at) => `- !t${at} 1\n` },
  { name: 'tags on one line', part: (at) => `${at === 0 ? '[' : ''}!t${at} a, ` },
  { name: 'keys on one line', part: (at) => `${at === 0 ? '{' : ', '}"k${at}": 1` },
  { name: 'ids', part: (at) => `{"id":${10n ** 18n + BigInt(at)}},` },
  { name: 'hexadecimal words', part: (at) => `${String(at).padStart(40, 'a')} ` },
  { name: 'secrets', part: (at) => `- lp_live_abcdefgh_${at}\n` },
  { name: 'secrets on one line', part: (at) => `lp_live_abcdefgh_${at} ` },
  { name: 'Spark codes', part: (at) => `- "#abcdefghij${at}"\n` },
  { name: 'Spark entries', part: (at) => `${at === 0 ? 'spark:\n' : ''}- code: A${at}\n` },
  { name: 'variables', part: (at) => `v${at}: \${A${at}}\n` },
  { name: 'variables on one line', part: (at) => `${at === 0 ? '[' : ''}"\${A${at}}", ` },
  { name: 'documents', part: (at) => `--- ${at}\n` },
];

/** Each word repeated, alone and within an open string, and each of the numbered parts. */
export const INPUTS: readonly Input[] = [
  ...WORDS.flatMap((word) => [
    repeated(JSON.stringify(word), '', word),
    repeated(`x: ["${JSON.stringify(word).slice(1)}`, 'x: ["', word),
  ]),
  ...NUMBERED.map(({ name, part }) => ({ name, textOf: remembered((chars) => numbered(chars, part)) })),
];

function repeated(name: string, before: string, word: string): Input {
  return { name, textOf: remembered((chars) => before + word.repeat(Math.floor(chars / word.length)) + '!') };
}

function numbered(chars: number, part: (at: number) => string): string {
  const parts: string[] = [];
  for (let length = 0, at = 0; length < chars; at += 1) {
    const next = part(at);
    parts.push(next);
    length += next.length;
  }
  return parts.join('').slice(0, chars);
}

/** The texts up to 128 KiB are used for every function; longer ones are rare. */
function remembered(make: (chars: number) => string): (chars: number) => string {
  const texts = new Map<number, string>();
  return (chars) => {
    const known = texts.get(chars) ?? make(chars);
    if (chars <= 128 * 1024) texts.set(chars, known);
    return known;
  };
}
