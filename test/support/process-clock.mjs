// Loaded before the real program (`node --import`): it is then as late as the file in CLOCK_FILE says, and goes on from
// there. Whoever writes another instant (ISO 8601) into the file moves the clock of a program that runs.
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_FILE;
const RealDate = Date;
const begun = performance.now();

function now() {
  return Math.floor(RealDate.parse(readFileSync(file, 'utf8').trim()) + performance.now() - begun);
}

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }

  static now() {
    return now();
  }
};
