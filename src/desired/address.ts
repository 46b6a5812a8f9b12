/** The file path of an `extends` path below the root, or its fault as the end of a sentence. */
export type Resolved =
  | { readonly ok: true; readonly filePath: string }
  | { readonly ok: false; readonly fault: string };

/** Resolves against the folder of the file with the `extends`. `\` counts as `/`: documents are shared with Windows. */
export function resolveFilePath(from: string, written: string): Resolved {
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { ok: false, fault: 'is an absolute path' };
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(path)) return { ok: false, fault: 'is a URL' };
  const folders = from.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') folders.push(step);
    else if (folders.pop() === undefined) return { ok: false, fault: 'leads out of the folder of the settings' };
  }
  return folders.length === 0 ? { ok: false, fault: 'names no file' } : { ok: true, filePath: folders.join('/') };
}
