import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Files, type Hub, MergeConflict } from '../hub.ts';
import { answer, type Clone, history, machineGit, mergeBase } from './git-commands.ts';
import { mergeFiles } from './merge-files.ts';
import { createObjects, type FilesAt } from './objects.ts';

/** The same as `hubIn`, without a process of git. */
export function hubInMemory(folder: string, _home: string, files: Files): Hub {
  const objects = createObjects();
  const refs = new Map<string, string>();
  const clones = new Map<string, Clone>();
  const whole: Clone = { top: folder, refs, boundary: new Set() };
  let commits = 1;
  point('main', record([], changed(new Map(), files), 'first'));

  return {
    folder,
    git: (...args) => {
      if (args[0] !== 'branch') return answer(args, whole, objects) ?? '';
      const [name = '', id = ''] = args.slice(1).filter((arg) => !arg.startsWith('-'));
      point(name, answer(['rev-parse', id], whole, objects) ?? '');
      return '';
    },
    commit: (branch, given, message = `Change ${Object.keys(given).join(', ')}`) => {
      commits += 1;
      const tip = refs.get(`refs/heads/${branch}`) ?? main();
      return point(branch, record([tip], changed(objects.at(tip).files, given), message));
    },
    link: () => {
      throw new Error('there are no links in memory');
    },
    tryMerge: (number, head) => {
      commits += 1;
      const id = record([main(), head], merged(main(), head), `Merge ${head} into ${main()}`);
      refs.set(`refs/pull/${number}/merge`, id);
      refs.set(`refs/pull/${number}/head`, head);
      return id;
    },
    merge: (how, head, message) => {
      commits += 1;
      const tip = main();
      if (how === 'merge') point('main', record([tip, head], merged(tip, head), message));
      if (how === 'squash') point('main', record([tip], merged(tip, head), message));
      if (how === 'rebase') {
        const base = history(mergeBase(tip, head, whole, objects), whole, objects);
        const own = [...history(head, whole, objects)].filter((id) => !base.has(id)).toReversed();
        for (const id of own) pick(id);
      }
    },
    machine: machineGit((at) => [...clones.values()].find(({ top }) => isIn(at, top)), objects),
    trees: objects.trees,
    checkOut: (workspace, commit, depth) => {
      const top = realpathSync(workspace);
      for (const [path, text] of objects.at(commit).files) {
        mkdirSync(dirname(join(top, path)), { recursive: true });
        writeFileSync(join(top, path), text);
      }
      const tips = new Map([...refs].map(([name, id]) => [name.replace('refs/heads/', 'refs/remotes/origin/'), id]));
      clones.set(top, { top, refs: tips.set('HEAD', commit), boundary: boundaryOf(commit, depth) });
    },
  };

  function main(): string {
    return refs.get('refs/heads/main') ?? '';
  }

  function point(branch: string, id: string): string {
    refs.set(`refs/heads/${branch}`, id);
    return id;
  }

  /** Every commit a second after the one before, as in `hubIn`. */
  function record(parents: readonly string[], content: FilesAt, message: string, authored?: number): string {
    const committed = Date.UTC(2026, 10, 1) / 1_000 + commits;
    return objects.commit({ parents, files: content, message, authored: authored ?? committed, committed });
  }

  function merged(tip: string, head: string): FilesAt {
    const base = objects.at(mergeBase(tip, head, whole, objects)).files;
    const content = mergeFiles(base, objects.at(tip).files, objects.at(head).files);
    if (content === undefined) throw new MergeConflict(head);
    return content;
  }

  /** One commit of a rebase. */
  function pick(id: string): void {
    const { parents, files: content, message, authored } = objects.at(id);
    const before = objects.at(parents[0] ?? '').files;
    const result = mergeFiles(before, objects.at(main()).files, content);
    if (parents.length !== 1 || result === undefined) throw new MergeConflict(id);
    point('main', record([main()], result, message, authored));
  }

  /** The oldest commits of a shallow clone. */
  function boundaryOf(commit: string, depth: number): ReadonlySet<string> {
    if (depth === 0) return new Set();
    let oldest: readonly string[] = [commit];
    for (let level = 1; level < depth; level += 1) oldest = oldest.flatMap((id) => objects.at(id).parents);
    return new Set(oldest);
  }
}

function changed(before: FilesAt, files: Files): FilesAt {
  const after = new Map(before);
  for (const [path, text] of Object.entries(files)) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

function isIn(at: string, top: string): boolean {
  return at === top || at.startsWith(`${top}/`);
}
