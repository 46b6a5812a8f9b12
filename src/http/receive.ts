import type { Dispatcher } from 'undici';

export type Received = {
  readonly status: number;
  /** By lowercase name; the values if repeated. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As sent, perhaps packed. `undefined` if there are more than the limit. */
  readonly bytes: Uint8Array | undefined;
};

/**
 * Sends one request and collects its response. By `dispatch`, because `request` of undici takes twice the time: it makes
 * a stream for each response, which most often has one part. A class: a plan makes thousands, and each would have a
 * function for each event.
 */
export class Reception implements Dispatcher.DispatchHandler {
  readonly #received: Promise<Received>;
  readonly #maxBytes: number;
  readonly #parts: Uint8Array[] = [];
  #size = 0;
  #status = 0;
  #headers: Received['headers'] = {};
  #connection: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #resolve: (received: Received) => void = () => {};
  #reject: (reason: unknown) => void = () => {};

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#received = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Rejects with undici's error, or with the reason of `giveUp`. Call it once. */
  responseTo(options: Dispatcher.DispatchOptions, dispatcher: Pick<Dispatcher, 'dispatch'>): Promise<Received> {
    try {
      dispatcher.dispatch(options, this);
    } catch (error) {
      this.#reject(error);
    }
    return this.#received;
  }

  /** Closes the connection, or sends nothing if there is none yet. */
  giveUp(reason: unknown): void {
    // The options of the request can be invalid, and then nothing waits for its response.
    this.#received.catch(() => {});
    this.#reject(reason);
    this.#close();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#connection = controller;
    // Given up before there was a connection.
    if (this.#isOver) this.#close();
  }

  /** Also called for responses before the final one, such as 103. */
  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Received['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, part: Uint8Array): void {
    this.#size += part.byteLength;
    if (this.#size <= this.#maxBytes) this.#parts.push(part);
    else {
      this.#end(undefined);
      this.#close();
    }
  }

  onResponseEnd(): void {
    const [only] = this.#parts;
    this.#end(this.#parts.length === 1 ? only : Buffer.concat(this.#parts));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }

  #end(bytes: Uint8Array | undefined): void {
    this.#resolve({ status: this.#status, headers: this.#headers, bytes });
  }

  #close(): void {
    this.#isOver = true;
    this.#connection?.abort(new Error('closed'));
  }
}
