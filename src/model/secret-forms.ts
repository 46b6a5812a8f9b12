/** A shorter form matches too much by chance. */
const MIN_ENCODED_CHARS = 8;

/** No credential is longer; the forms of longer text would take megabytes. */
const MAX_ENCODED_CHARS = 4_096;

/**
 * All forms of a secret: itself, in JSON, in a URL, in a form, in hexadecimal and in base64, each also without
 * surrounding white space and without the `#` of a Spark code. Unique; a form of less than 8 characters is left out
 * unless it is the secret itself. A secret of more than 4,096 characters has only its own form.
 */
export function secretForms(secret: string): readonly string[] {
  const whole = [secret, secret.trim(), secret.trim().replace(/^#/, '')].filter(
    (text, index) => text !== '' && (index < 2 || text.length >= 6),
  );
  return [...new Set(whole.flatMap((text) => (text.length > MAX_ENCODED_CHARS ? [text] : [text, ...encoded(text)])))];
}

function encoded(text: string): readonly string[] {
  // Lone surrogates have no UTF-8.
  const sound = text.replace(/\p{Cs}/gu, '\ufffd');
  const bytes = new TextEncoder().encode(sound);
  const forms = [...inJson(text), ...inUrl(sound, bytes), ...inHexadecimal(bytes), ...inBase64(bytes)];
  return forms.filter(({ length }) => length >= MIN_ENCODED_CHARS);
}

/** Once, and as JSON within JSON. Some writers escape slashes. */
function inJson(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  return [once, twice, ...[text, once, twice].map((form) => form.replaceAll('/', String.raw`\/`))];
}

/** Some writers escape few characters, some all, some twice; forms use `+` for a space. */
function inUrl(text: string, bytes: Uint8Array): readonly string[] {
  const component = encodeURIComponent(text);
  const all = [...bytes].map((byte) => `%${hexOf(byte)}`).join('');
  const upper = [
    component,
    encodeURI(text),
    encodeURIComponent(component),
    component.replaceAll('%20', '+'),
    all.toUpperCase(),
  ];
  return [...upper, ...upper.map(withLowerDigits), text.replaceAll('+', ' ')];
}

function withLowerDigits(form: string): string {
  return form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

function inHexadecimal(bytes: Uint8Array): readonly string[] {
  const lower = [...bytes].map(hexOf).join('');
  return [lower, lower.toUpperCase()];
}

/** For each of the three offsets in a group of three bytes, without the characters that mix with neighbouring bytes. */
function inBase64(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = [...Array.from({ length: before }, () => 0), ...bytes];
    const text = btoa(shifted.map((byte) => String.fromCharCode(byte)).join(''));
    const form = text.slice(Math.ceil((before * 8) / 6), Math.floor((shifted.length * 8) / 6));
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
