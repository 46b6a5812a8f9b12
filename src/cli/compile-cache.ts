import module from 'node:module';

/** Keeps compiled code between starts if Node supports it (from 22.8); does nothing on 20. */
export function enableCompileCache(): void {
  if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
}
