// A setup file of vitest: while the stories are played, it writes down what each apply of theirs is about to work with.
import { basename } from 'node:path';
import { expect } from 'vitest';
import { hearCommands } from '../../support/harness.ts';
import { writeStory } from './story.ts';

const { TORTURE_STORIES: folder = '' } = process.env;
/** How many applies each test has had. */
const applies = new Map<string, number>();

hearCommands(async (harness, { line, options: { env = {}, now } }) => {
  const { testPath = '', currentTestName = '' } = expect.getState();
  // A law covers hundreds of plans; it has a test of its own.
  if (!/^apply\b/.test(line) || currentTestName.startsWith('law: ')) return;
  const test = `${basename(testPath, '.test.ts')}: ${currentTestName}`;
  const turn = (applies.get(test) ?? 0) + 1;
  applies.set(test, turn);
  await writeStory(folder, {
    name: turn === 1 ? test : `${test} (${turn})`,
    line,
    env,
    now: now ?? harness.sandbox.now().toISOString(),
    origin: harness.sandbox.origin,
    world: harness.world(),
    from: harness.folder,
  });
});
