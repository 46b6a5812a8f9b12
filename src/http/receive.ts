import type { Dispatcher } from 'undici';

export type Received = {
  readonly status: number;
  /** By lowercase name; the values if repeated. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As sent, perhaps packed. `undefined` if there are more than the limit. */
  readonly bytes: Uint8Array | undefined;
};

/**
 * Sends a request and collects its response. By `dispatch`, because `request` of undici takes twice the time: it makes a
 * stream for each response, which most often has one part. Rejects with undici's error, or with the reason of `giveUp`.
 *
 * @param watch receives `giveUp`, which closes the connection, or sends nothing if there is none yet; returns what ends
 * the watch, called once
 */
export async function receive(
  options: Dispatcher.DispatchOptions,
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  maxBytes: number,
  watch: (giveUp: (reason: unknown) => void) => () => void,
): Promise<Received> {
  let unwatch = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      const parts: Uint8Array[] = [];
      let size = 0;
      let head: Pick<Received, 'status' | 'headers'> = { status: 0, headers: {} };
      let connection: Dispatcher.DispatchController | undefined;
      let isOver = false;
      const close = (): void => {
        isOver = true;
        connection?.abort(new Error('closed'));
      };
      unwatch = watch((reason) => {
        reject(reason);
        close();
      });
      dispatcher.dispatch(options, {
        onRequestStart: (controller) => {
          connection = controller;
          // Given up before there was a connection.
          if (isOver) close();
        },
        // Also called for responses before the final one, such as 103.
        onResponseStart: (_, status, headers) => {
          head = { status, headers };
        },
        onResponseData: (_, part) => {
          size += part.byteLength;
          if (size <= maxBytes) parts.push(part);
          else {
            resolve({ ...head, bytes: undefined });
            close();
          }
        },
        onResponseEnd: () => {
          const [only] = parts;
          resolve({ ...head, bytes: parts.length === 1 ? only : Buffer.concat(parts) });
        },
        onResponseError: (_, error) => reject(error),
      });
    });
  } finally {
    unwatch();
  }
}
