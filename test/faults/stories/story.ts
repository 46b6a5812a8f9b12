import { createHash } from 'node:crypto';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../../src/sandbox/index.ts';

/** An apply of a story, and everything it was about to work with. */
export type Story = {
  /** The test, and which apply of it. */
  readonly name: string;
  /** As a user types it, without the `reconcile`. */
  readonly line: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: string;
  /** Origins of both APIs. A saved plan contains them. */
  readonly origin: string;
  readonly world: World;
  /** The repository as it was. */
  readonly from: string;
};

const [FACTS, REPOSITORY] = ['story.json', 'repository'];

/** Writes a story into a folder of its own, its repository with it. */
export async function writeStory(into: string, story: Story): Promise<void> {
  const folder = join(into, createHash('sha256').update(story.name).digest('hex').slice(0, 16));
  await mkdir(folder, { recursive: true });
  const from = join(folder, REPOSITORY);
  await cp(story.from, from, { recursive: true, verbatimSymlinks: true });
  await writeFile(join(folder, FACTS), JSON.stringify({ ...story, from }));
}

/** All stories written into the folder, by name. */
export function readStories(from: string): readonly Story[] {
  return readdirSync(from)
    .map((name) => JSON.parse(readFileSync(join(from, name, FACTS), 'utf8')) as Story)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
