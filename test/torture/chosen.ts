import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { fromStories, STORY } from './stories/from-stories.ts';

/**
 * All that can be tortured, or the one of this name.
 *
 * @param stories where the stories were written down; absent: there are the torture's own scenarios only
 */
export function chosen(name: string | undefined, stories: string | undefined): readonly Scenario[] {
  const all = [...scenarios, ...(stories === undefined ? [] : fromStories(stories))];
  return name === undefined ? all : all.filter((scenario) => scenario.name === name);
}

export function isStory(name: string): boolean {
  return name.startsWith(STORY);
}
