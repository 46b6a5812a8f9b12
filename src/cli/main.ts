#!/usr/bin/env node
import module from 'node:module';
import { VERSION } from '../model/index.ts';
import { plainValidate } from './plain-validate.ts';

enableCompileCache();
void start(process.argv.slice(2));

/** Loads only what the command line needs: most of the time of a short command is loading. */
async function start(argv: readonly string[]): Promise<void> {
  const [only = '', ...more] = argv;
  if ((only === '--version' || only === '-V') && more.length === 0) {
    process.stdout.on('error', () => {});
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const options = plainValidate(argv);
  if (options === undefined) return (await import('./start.ts')).start(argv);
  return (await import('./start-validate.ts')).startValidate(options);
}

/** Keeps compiled code between starts if Node supports it (from 22.8); does nothing on 20. */
function enableCompileCache(): void {
  if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
}
