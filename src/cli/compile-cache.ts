import module from 'node:module';

/** Keeps compiled code between starts where Node can (from 22.8 on); does nothing on 20. */
export function enableCompileCache(): void {
  if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
}
