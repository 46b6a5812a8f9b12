import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { fromStories, STORY } from './stories/from-stories.ts';

/**
 * All scenarios, or the one with this name.
 *
 * @param stories folder of the recorded stories; absent: only the scenarios of this folder
 */
export function select(name: string | undefined, stories: string | undefined): readonly Scenario[] {
  const all = [...scenarios, ...(stories === undefined ? [] : fromStories(stories))];
  return name === undefined ? all : all.filter((scenario) => scenario.name === name);
}

export function isStory(name: string): boolean {
  return name.startsWith(STORY);
}
