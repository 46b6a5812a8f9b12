import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from '../repository.ts';
import type { Scenario } from '../scenario.ts';
import { readStories, type Story } from './story.ts';

/** Before the name of each scenario that is a story's. */
export const STORY = 'story ';

/**
 * Every apply of every story, as it was about to start: confirmed if the story asks a person, and without the faults of
 * the story.
 *
 * @param folder written by `record.ts`
 */
export function fromStories(folder: string): readonly Scenario[] {
  const met = new Set<string>();
  return readStories(folder).flatMap((story) => {
    const same = sameness(story);
    // The same repository, world and command: a different name does not make a different scenario.
    if (met.has(same)) return [];
    met.add(same);
    const { name, line, env, now, origin, world, from } = story;
    return [
      {
        name: `${STORY}${name}`,
        world: JSON.stringify({ ...world, now, faults: [], people: [] }),
        from,
        origin,
        env,
        command: { line: agreed(line) },
      },
    ];
  });
}

/** All prompts are answered with yes, and the output is JSON. */
function agreed(line: string): string {
  const bare = line.replace(/ --auto-approve\b/, '').replace(/ --format \S+/, '');
  return `${bare} --auto-approve --format json`;
}

function sameness({ line, env, now, origin, world, from }: Story): string {
  const { layers, tiktok, switches } = world;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([agreed(line), env, now, layers, tiktok, switches]));
  for (const path of filesIn(from)) {
    hash.update(path);
    hash.update(readFileSync(join(from, path), 'utf8').replaceAll(origin, ''));
  }
  return hash.digest('hex');
}
