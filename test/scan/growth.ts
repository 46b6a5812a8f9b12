/** A step is steep if twice the text takes more than this times as long. Quadratic time takes four times as long. */
const MAX_RATIO = 3.2;

/** In milliseconds of CPU time; below this, a measurement is noise. */
const NOISE_MS = 10;

/** A text of 128 KiB that takes less than `NOISE_MS` takes less than a second at 1 MiB, even if time is quadratic. */
const FIRST_CHARS = [2, 16, 128].map((kibibytes) => kibibytes * 1024);

/** In milliseconds. After a call that took this long, the text is not made longer again. */
const LONG_MS = 150;

/**
 * The measurements of a call whose CPU time grows faster than its text, as text; `undefined` if it does not. A step
 * counts only if it is steep in each of three measurements, and the next one must be steep too.
 */
export function steepGrowth(call: (text: string) => unknown, textOf: (chars: number) => string): string | undefined {
  // Twice, because the first call of a function is slow.
  const from = FIRST_CHARS.find((chars) => [1, 2].every(() => cpuOf(call, textOf(chars)) > NOISE_MS));
  if (from === undefined) return undefined;
  for (const chars of from === FIRST_CHARS.at(-1) ? [from] : [from, 4 * from]) {
    const first = stepOf(call, textOf, chars);
    const second = first.steep ? stepOf(call, textOf, 2 * chars) : undefined;
    if (second?.steep === true) return `${first.words}; ${second.words}`;
    if (first.last > LONG_MS) return undefined;
  }
  return undefined;
}

/** Twice the text: whether it took far more than twice as long each time, and how long it took last. */
type Step = { readonly steep: boolean; readonly last: number; readonly words: string };

function stepOf(call: (text: string) => unknown, textOf: (chars: number) => string, chars: number): Step {
  const [one, two] = [textOf(chars), textOf(2 * chars)];
  const measured: string[] = [];
  for (;;) {
    const before = cpuOf(call, one);
    const after = cpuOf(call, two);
    measured.push(`${before.toFixed(0)} → ${after.toFixed(0)} ms`);
    const steep = after > NOISE_MS && after > MAX_RATIO * before;
    if (!steep || measured.length === 3)
      return { steep, last: after, words: `${chars} characters: ${measured.join(', ')}` };
  }
}

/** CPU time in milliseconds. An error ends a call like an answer, except a stack overflow. */
function cpuOf(call: (text: string) => unknown, text: string): number {
  const start = process.cpuUsage();
  try {
    call(text);
  } catch (error) {
    // Refused texts count as well. A stack overflow is not a valid refusal.
    if (error instanceof RangeError && /call stack/.test(error.message)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
