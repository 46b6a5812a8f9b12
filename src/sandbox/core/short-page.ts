import { isMap, type Json, type JsonObject } from './json.ts';
import type { Answer } from './route.ts';

/** The answer without the last entries of its list. Counts, cursors and page numbers are unchanged. */
export function shortened(answer: Answer, missing: number): Answer {
  const body = parse(answer.text);
  if (!isMap(body)) return answer;
  // The payload is in `data` at TikTok, and the body itself at Layers.
  const text = isMap(body.data)
    ? print({ ...body, data: withShortList(body.data, missing) })
    : print(withShortList(body, missing));
  return { ...answer, text };
}

/** Shortens the first member that is a list. */
function withShortList(payload: JsonObject, missing: number): JsonObject {
  const name = Object.keys(payload).find((key) => Array.isArray(payload[key]));
  const list = name === undefined ? undefined : payload[name];
  if (name === undefined || !Array.isArray(list)) return payload;
  return { ...payload, [name]: list.slice(0, Math.max(0, list.length - missing)) };
}

/** Marks long integers, which are kept as they are: a JavaScript number would round them. */
const MARK = '\u0001';

function parse(text: string): Json | undefined {
  try {
    const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) =>
      token.startsWith('"') ? token : `"\\u0001${token}"`,
    );
    // JSON.parse only returns JSON.
    return JSON.parse(marked) as Json;
  } catch {
    return undefined;
  }
}

function print(value: Json): string {
  const escaped = JSON.stringify(MARK).slice(1, -1);
  return JSON.stringify(value).replaceAll(new RegExp(`"${escaped.replace('\\', '\\\\')}(-?\\d+)"`, 'g'), '$1');
}
