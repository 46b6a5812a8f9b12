import type { ServerResponse } from 'node:http';
import type { Answer } from './route.ts';

export type Delivery =
  | { readonly kind: 'whole' | 'half' | 'never' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'drops'; readonly ms: number; readonly bytes: number };

/** Resolves after this many milliseconds of the machine's clock. Rejects when `signal` aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Sends an answer as its fault requires: whole, in parts, late or not at all. */
export async function deliver(
  outgoing: ServerResponse,
  answer: Answer,
  delivery: Delivery,
  options: { readonly withBody: boolean; readonly sleep: Sleep },
): Promise<void> {
  if (delivery.kind === 'never') return breakOff(outgoing);
  if (delivery.kind === 'late') await options.sleep(delivery.ms);
  const bytes = Buffer.from(answer.text);
  // 304 and 204 have no body, by RFC 9110.
  const withBody = options.withBody && answer.status !== 304 && answer.status !== 204;
  const length = { 'content-length': String(bytes.length) };
  outgoing.writeHead(answer.status, { ...answer.headers, ...(withBody || bytes.length > 0 ? length : {}) });
  if (!withBody) {
    outgoing.end();
  } else if (delivery.kind === 'half') {
    // Close only once the bytes are sent: a reset would overtake them.
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.socket?.end());
  } else if (delivery.kind === 'drops') {
    for (let at = 0; at < bytes.length && !outgoing.destroyed; at += delivery.bytes) {
      if (at > 0) await options.sleep(delivery.ms);
      outgoing.write(bytes.subarray(at, at + delivery.bytes));
    }
    outgoing.end();
  } else {
    outgoing.end(bytes);
  }
}

/** Breaks the connection as a crash does: the client gets ECONNRESET. */
function breakOff(outgoing: ServerResponse): void {
  const { socket } = outgoing;
  if (socket === null) outgoing.destroy();
  else socket.resetAndDestroy();
}
