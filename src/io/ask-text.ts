import { untilAborted } from '../machine.ts';
import { BRACKETED_PASTE, NO_INPUT, type PasteInput, readKeys } from './paste-input.ts';

type Streams = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly stop: AbortSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Sends this process the signal that a terminal in raw mode does not send. */
  readonly interrupt: () => void;
  /** Whether the terminal understands escape sequences. */
  readonly hasEscapes: boolean;
};

/** Without this pause, the end of a paste that arrives late would answer the next question. */
const MAX_LATE_MS = 50;

/**
 * Reads a text of several lines from a terminal, without the line limit of its driver (4,096 bytes).
 *
 * @param isComplete gets the text with one character per byte
 * @param atMost bytes
 */
export async function askText(
  question: string,
  isComplete: (text: string) => boolean,
  atMost: number,
  { input, output, stop, sleep, interrupt, hasEscapes }: Streams,
): Promise<Uint8Array | 'too large' | undefined> {
  output.write(`${hasEscapes ? BRACKETED_PASTE.on : ''}${question}`);
  input.setRawMode?.(true);
  try {
    const { text, state } = await untilAborted(readInput(), stop);
    await dropLate();
    if (state === 'ended') return undefined;
    return state === 'too large' ? state : Buffer.from(text, 'latin1');
  } finally {
    input.setRawMode?.(false);
    input.pause();
    output.write(`${hasEscapes ? BRACKETED_PASTE.off : ''}\n`);
  }

  function readInput(): Promise<PasteInput> {
    return new Promise((resolve) => {
      let seen = NO_INPUT;
      const onEnd = (): void => settle({ ...seen, state: 'ended' });
      const onData = (bytes: Buffer): void => {
        seen = readKeys(seen, bytes, isComplete, atMost);
        output.write(seen.echo);
        if (seen.state === 'interrupted') {
          // `stop` ends the wait.
          interrupt();
          seen = { ...seen, state: 'open' };
        }
        if (seen.state !== 'open') settle(seen);
      };
      const settle = (result: PasteInput): void => {
        input.off('data', onData).off('end', onEnd);
        resolve(result);
      };
      input.on('data', onData).on('end', onEnd).resume();
    });
  }

  async function dropLate(): Promise<void> {
    const drop = (): void => {};
    input.on('data', drop);
    await sleep(MAX_LATE_MS, stop).finally(() => input.off('data', drop));
  }
}
