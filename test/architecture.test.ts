import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which rooms a room may import besides `model`, and why no others. `src/README.md` explains the rooms. */
const rooms: Record<string, { imports: string[]; why: string }> = {
  'machine.ts': { imports: [], why: 'it describes the machine, nothing of ours' },
  model: { imports: [], why: 'shared types do not depend on their users' },
  yaml: { imports: [], why: 'it parses any YAML file, without knowledge of layers' },
  settings: { imports: ['yaml'], why: 'desired state is independent of live state' },
  desired: { imports: ['yaml'], why: 'desired state is independent of live state' },
  live: { imports: [], why: 'it uses ports that it receives, so any API client fits' },
  plan: { imports: [], why: 'it computes from data, without I/O' },
  render: { imports: [], why: 'it formats data that it receives' },
  apply: { imports: [], why: 'it uses ports that it receives, so any API client fits' },
  http: { imports: ['machine.ts'], why: 'it knows requests, not layers' },
  tiktok: { imports: ['machine.ts', 'http'], why: 'it is the only room that knows the TikTok API' },
  layers: { imports: ['machine.ts', 'http'], why: 'it is the only room that knows the Layers API' },
  github: { imports: ['machine.ts'], why: 'it posts text that it receives' },
  io: {
    imports: ['machine.ts', 'settings', 'desired', 'http'],
    why: 'it finds files through settings and extends, and creates the network client',
  },
  operations: {
    imports: ['machine.ts', 'settings', 'desired', 'live', 'plan', 'apply', 'tiktok', 'layers', 'io'],
    why: 'it combines rooms into use cases and prints nothing',
  },
  publish: {
    imports: ['machine.ts', 'render', 'http', 'github', 'io', 'operations'],
    why: 'it shows results on GitHub',
  },
  action: {
    imports: ['machine.ts', 'settings', 'plan', 'render', 'github', 'io', 'operations', 'publish'],
    why: 'it runs use cases for workflow events',
  },
  cli: {
    imports: [
      'machine.ts',
      'settings',
      'desired',
      'plan',
      'render',
      'http',
      'github',
      'io',
      'operations',
      'publish',
      'sandbox',
    ],
    why: 'it runs use cases for commands',
  },
  library: { imports: ['plan', 'render', 'io', 'operations'], why: 'it runs use cases for programs' },
  sandbox: { imports: ['machine.ts'], why: 'if it shared code with the clients, it would share their bugs' },
};

/** Files directly in `action` that its commands share. They import no command. */
const ACTION_FILES = [
  'context.ts',
  'inputs.ts',
  'mark-plan.ts',
  'publish-problems.ts',
  'record-verdict.ts',
  'review-reads.ts',
  'touched-layers.ts',
];

/**
 * Which other folders and files of its room a folder may import, and why no others. The other files directly in the
 * room connect them all.
 */
const folders: Record<string, Record<string, { imports: string[]; why: string }>> = {
  action: {
    review: { imports: [], why: 'the rules of trust decide from data, so they can be read and tested alone' },
    plan: { imports: ['review', ...ACTION_FILES], why: 'a command knows no other command' },
    apply: { imports: ['review', ...ACTION_FILES], why: 'a command knows no other command' },
    recheck: { imports: ['review', ...ACTION_FILES], why: 'a command knows no other command' },
    decide: { imports: ['plan', ...ACTION_FILES], why: 'it reads the event of a pull request as plan does' },
    comment: {
      imports: ['review', ...ACTION_FILES],
      why: 'it understands commands; the file beside it carries them out',
    },
  },
  render: {
    parts: { imports: [], why: 'pages are made of parts' },
    html: { imports: ['parts'], why: 'a page of HTML is made of parts, escaped for HTML' },
    report: { imports: ['parts', 'html', 'plan'], why: 'it shows the manual steps of a plan' },
    plan: { imports: ['parts', 'html'], why: 'a plan knows no other page' },
    init: { imports: ['parts'], why: 'it shows no plan; the command prints that below' },
    import: { imports: ['parts'], why: 'an import knows no other page' },
    problems: { imports: ['parts'], why: 'problems can occur before there is a plan' },
    todo: { imports: ['parts', 'plan'], why: 'its visits are the manual steps of a plan' },
    confirm: { imports: ['parts'], why: 'values are shown as in a plan' },
    connect: { imports: ['parts'], why: 'a connection knows no other page' },
    verify: { imports: ['parts'], why: 'a report knows no other page' },
    drift: { imports: ['parts', 'problems'], why: 'an issue lists the layers that could not be read' },
    events: { imports: ['parts'], why: 'a map of events needs no plan' },
    doctor: { imports: ['parts'], why: 'it works before there is a plan' },
    explain: { imports: ['parts'], why: 'a code is explained without a plan' },
    outcome: { imports: ['parts', 'plan'], why: 'a summary ends with the plan of the remaining changes' },
  },
  sandbox: {
    core: { imports: [], why: 'the server, the clock and faults know no API' },
    tiktok: { imports: ['core'], why: 'TikTok does not know Layers' },
    layers: { imports: ['core', 'tiktok'], why: 'Layers manages campaigns at TikTok' },
    admin: { imports: ['core', 'tiktok', 'layers'], why: 'people and faults act on both APIs' },
    page: { imports: ['core'], why: 'it uses the routes of admin, as any program does' },
  },
};

/** The room that may use a package, so that replacing the package touches one room. */
const packages: Record<string, string[]> = {
  yaml: ['yaml', 'sandbox'],
  'zod/mini': ['yaml', 'settings', 'desired'],
  zod: ['plan', 'http', 'layers', 'tiktok', 'github', 'io', 'publish', 'action', 'cli', 'sandbox'],
  undici: ['http', 'machine.ts'],
  diff: ['render'],
  '@octokit/rest': ['github'],
  '@octokit/plugin-retry': ['github'],
  '@octokit/plugin-throttling': ['github'],
  fflate: ['github'],
  commander: ['cli'],
};

/** Only the machine may use these: a pure room that reads the clock gives different bytes the second time. */
const MACHINE_ONLY =
  /\bDate\.now\(|new Date\(\)|\bprocess\.|\bconsole\.|Math\.random|\bfetch\(|performance\.now|AbortSignal\.timeout|\bset(?:Timeout|Interval)\(|node:timers/;
const OUTSIDE_THE_MACHINE = [
  'io/node-machine.ts',
  'io/this-process.ts',
  'cli/main.ts',
  'cli/run-as-main.ts',
  'action/main.ts',
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

function roomOf(file: string): string {
  return file.split(sep)[0] ?? file;
}

/** Other rooms import only the index, so the files behind it can be rearranged. */
function isDoor(file: string): boolean {
  return file === 'machine.ts' || file.split(sep).slice(1).join('/') === 'index.ts';
}

function specifiersOf(file: string): readonly string[] {
  const text = readFileSync(join('src', file), 'utf8');
  const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'([^']+)'/g);
  return [...found].map((match) => match[1] ?? '');
}

function importsOf(file: string): readonly string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => normalize(join(dirname(file), specifier)));
}

test('the sources are found', () => {
  expect(files.length).toBeGreaterThan(100);
});

describe.each(files)('%s', (file) => {
  const room = roomOf(file);

  test('imports only what its room may import', () => {
    const rule = rooms[room] ?? { imports: [], why: `${room} is new: add its imports and the reason to this test` };
    const outside = importsOf(file).filter((target) => roomOf(target) !== room);
    const shared = ['sandbox', 'model', 'machine.ts'].includes(room) ? [] : ['model'];
    const strays = outside.filter((target) => ![...shared, ...rule.imports].includes(roomOf(target)));
    expect(strays, `${room} imports only [${rule.imports}]: ${rule.why}`).toEqual([]);
    expect(
      outside.filter((target) => !isDoor(target)),
      'enter a room by its index.ts',
    ).toEqual([]);
  });

  test('imports only what its folder may', () => {
    const [, folder, inner] = file.split(sep);
    const table = folders[room];
    if (table === undefined || folder === undefined || inner === undefined) return;
    const rule = table[folder] ?? { imports: [], why: `${folder} is new: add it to folders` };
    const strays = importsOf(file).filter((target) => {
      const [targetRoom, targetFolder = ''] = target.split(sep);
      return targetRoom === room && ![folder, ...rule.imports].includes(targetFolder);
    });
    expect(strays, `${room}/${folder} imports only [${rule.imports}]: ${rule.why}`).toEqual([]);
  });

  test('uses packages in their rooms', () => {
    const used = specifiersOf(file).filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'));
    const strays = used.filter((name) => !packages[name]?.includes(room));
    expect(strays, 'each package comes in at one place').toEqual([]);
  });

  test('leaves the clock, the environment and the console to the machine', () => {
    if (OUTSIDE_THE_MACHINE.includes(file.split(sep).join('/'))) return;
    const lines = readFileSync(join('src', file), 'utf8').split('\n');
    const code = lines.filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line));
    expect(code.filter((line) => MACHINE_ONLY.test(line))).toEqual([]);
  });
});

test('the rules of trust import only model and types of github', () => {
  const review = files.filter((file) => file.startsWith(join('action', 'review') + sep));
  const imports = review.flatMap((file) => readFileSync(join('src', file), 'utf8').match(/^import [^;]*;/gm) ?? []);
  const others = imports.filter((text) => !/ from '(?:\.\/[\w-]+\.ts|\.\.\/\.\.\/model\/index\.ts)';/.test(text));
  expect(others.filter((text) => !/^import type [^;]* from '\.\.\/\.\.\/github\/index\.ts';/.test(text))).toEqual([]);
});

test.each(Object.keys(rooms))('no files of %s import each other in a circle', (room) => {
  const own = new Map(files.filter((file) => roomOf(file) === room).map((file) => [file, importsOf(file)]));
  // A file that imports only finished files is finished. What is left is on a circle, or imports one.
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const [file, targets] of own) if (!targets.some((target) => own.has(target))) own.delete(file);
  }
  expect([...own.keys()]).toEqual([]);
});

test('only io runs git, and its commands are in the files of git', () => {
  const inIo = ['io/git.ts', 'io/git-changes.ts', 'io/git-output.ts', 'io/git-process.ts'];
  const others = files.filter((file) => !inIo.includes(file.split(sep).join('/')));
  const callers = others.filter((file) => /\.git(?:Blobs|Sizes)?\(/.test(readFileSync(join('src', file), 'utf8')));
  expect(callers).toEqual([]);
});
