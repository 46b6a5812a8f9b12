/** `{a,b}` multiplies. */
const MAX_ALTERNATIVES = 256;

/** Each level of braces is read again. */
const MAX_GLOB_CHARS = 1_000;

/** For all alternatives together. If they contain `*`, a test takes this times the length of the file path. */
const MAX_ALTERNATIVES_CHARS = 16_000;

/** The file path has `/` between folders. */
export type Matches = (filePath: string) => boolean;

/**
 * Compiles a glob to a test of file paths. `*` and `?` stay within one folder, `**` alone between slashes is any number
 * of folders, `{a,b}` is either. Case-sensitive. It uses no regular expression, so a test takes at most (length of the
 * glob × length of the file path) steps. If the glob has a fault (see `globFault`), nothing matches.
 */
export function globMatcher(glob: string): Matches {
  const alternatives = alternativesOf(glob).map((alternative) => alternative.split('/'));
  return (filePath) => {
    const folders = filePath.split('/');
    return alternatives.some((pattern) => matchesFolders(pattern, folders));
  };
}

/** The fault of a glob as the end of a sentence; `undefined` if it is valid. */
export function globFault(glob: string): string | undefined {
  if (glob === '') return 'is empty';
  if (glob.length > MAX_GLOB_CHARS) return 'has more than 1,000 characters';
  if (glob.startsWith('/') || /^[A-Za-z]:/.test(glob)) return 'is absolute';
  if (glob.split('/').includes('..')) return 'leaves the folder of the settings';
  if (glob.includes('\\')) return 'has a backslash';
  const alternatives = expand(glob);
  if (alternatives === undefined) return 'has unbalanced braces, or more than 256 alternatives';
  if (alternatives.join('').length > MAX_ALTERNATIVES_CHARS) return 'has alternatives that are too long';
  return unsupported(glob, alternatives);
}

/** Unsupported features of other globs. Read literally they would match nothing, and documents would be missed. */
function unsupported(glob: string, alternatives: readonly string[]): string | undefined {
  if (/[[\]]/.test(glob)) return 'has brackets, which are not supported';
  if (/[!?*+@]\(/.test(glob)) return 'has a pattern in parentheses, which is not supported';
  if (alternatives.some((one) => one.startsWith('!'))) return 'has a part that starts with "!", which is not supported';
  if (/\{-?\w{1,20}\.\.-?\w{1,20}\}/.test(glob)) return 'has a range in braces, which is not supported';
  return undefined;
}

/** The folders that contain all matches: the parts before any wildcard. `''` is the root. */
export function globFolders(glob: string): readonly string[] {
  const folders = alternativesOf(glob).map((alternative) => {
    const parts = alternative.split('/').slice(0, -1);
    const wild = parts.findIndex((part) => /[*?]/.test(part));
    return (wild === -1 ? parts : parts.slice(0, wild)).join('/');
  });
  return [...new Set(folders)].sort();
}

/** Compiles a glob to a test of folders: whether it can match anything below one. `''` is the root. */
export function globReach(glob: string): (folder: string) => boolean {
  const alternatives = alternativesOf(glob).map((alternative) => {
    const parts = alternative.split('/');
    const any = parts.indexOf('**');
    return { fixed: any === -1 ? parts.slice(0, -1) : parts.slice(0, any), isDeep: any !== -1 };
  });
  return (folder) => {
    const names = folder === '' ? [] : folder.split('/');
    return alternatives.some(({ fixed, isDeep }) => {
      if (!isDeep && fixed.length < names.length) return false;
      return names.slice(0, fixed.length).every((name, index) => matchesName(fixed[index] ?? '', name));
    });
  };
}

function alternativesOf(glob: string): readonly string[] {
  return globFault(glob) === undefined ? (expand(glob) ?? []).map((text) => text.replace(/^\.\//, '')) : [];
}

/** Expands `a{b,c}` to `ab` and `ac`; `undefined` if braces do not match or there are too many alternatives. */
function expand(glob: string): readonly string[] | undefined {
  const open = glob.indexOf('{');
  if (open === -1) return glob.includes('}') ? undefined : [glob];
  const parts = partsOfBrace(glob, open);
  if (parts === undefined || glob.slice(0, open).includes('}')) return undefined;
  const tails = expand(glob.slice(parts.end));
  if (tails === undefined) return undefined;
  const heads: string[] = [];
  for (const choice of parts.choices) {
    const expanded = expand(choice);
    if (expanded === undefined) return undefined;
    heads.push(...expanded);
    if (heads.length > MAX_ALTERNATIVES) return undefined;
  }
  if (heads.length * tails.length > MAX_ALTERNATIVES) return undefined;
  return heads.flatMap((head) => tails.map((tail) => `${glob.slice(0, open)}${head}${tail}`));
}

function partsOfBrace(glob: string, open: number): { choices: readonly string[]; end: number } | undefined {
  const choices: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < glob.length; at += 1) {
    if (glob[at] === '{') depth += 1;
    if (glob[at] === '}') depth -= 1;
    if ((glob[at] === ',' && depth === 1) || depth === 0) {
      choices.push(glob.slice(from, at));
      from = at + 1;
    }
    if (depth === 0) return { choices, end: at + 1 };
  }
  return undefined;
}

/** Greedy, with backtracking to the last `**` only. */
function matchesFolders(pattern: readonly string[], folders: readonly string[]): boolean {
  return walk(pattern, folders, (part) => part === '**', matchesName);
}

function matchesName(pattern: string, name: string): boolean {
  return walk(
    [...pattern],
    [...name],
    (character) => character === '*',
    (character, letter) => character === '?' || character === letter,
  );
}

function walk(
  pattern: readonly string[],
  text: readonly string[],
  isAny: (part: string) => boolean,
  isOne: (part: string, piece: string) => boolean,
): boolean {
  let at = 0;
  let any: { readonly pattern: number; taken: number } | undefined;
  let next = 0;
  while (at < text.length) {
    const part = pattern[next];
    if (part !== undefined && isAny(part)) {
      any = { pattern: next, taken: at };
      next += 1;
    } else if (part !== undefined && isOne(part, text[at] ?? '')) {
      next += 1;
      at += 1;
    } else if (any !== undefined) {
      any.taken += 1;
      at = any.taken;
      next = any.pattern + 1;
    } else return false;
  }
  return pattern.slice(next).every(isAny);
}
