// Loaded before the real program (`node --import`): its clock starts at the time in CLOCK_FILE. To move the clock of a
// running program, write a new time (ISO 8601) into the file.
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
