import type { IncomingMessage } from 'node:http';
import { parseJson } from './json.ts';
import type { Body } from './route.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** Above this, reading stops. */
const MAX_READ_BYTES = 16 * MAX_BODY_BYTES;

/** Reads a whole body. One that is too long is read and discarded, so that the client still receives the answer. */
export async function readBody(incoming: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    // A stream without an encoding yields buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_READ_BYTES) break;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (size > MAX_BODY_BYTES)
    return { kind: 'malformed', text: '', why: `The body is longer than ${MAX_BODY_BYTES} bytes.` };
  return bodyOf(Buffer.concat(chunks), incoming.headers['content-type']);
}

function bodyOf(bytes: Uint8Array, type: string | undefined): Body {
  if (bytes.length === 0) return { kind: 'none' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'malformed', text: Buffer.from(bytes).toString('hex'), why: 'The body is not UTF-8.' };
  }
  // Source: every page of developers.layers.com docs/api/reference: "Content-Type: application/json" (documented); that
  // other types are refused is inferred.
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type ?? '')) {
    return { kind: 'malformed', text, why: 'The body must have Content-Type: application/json.' };
  }
  try {
    return { kind: 'json', value: parseJson(text) };
  } catch {
    return { kind: 'malformed', text, why: 'The body is not valid JSON.' };
  }
}
