import type { ValidateOptions } from './commands/validate.ts';

/**
 * The options of a `validate` in its plain forms: paths, `--format text|json` and `--config FILE`. `undefined` for
 * every other command line, also one with a mistake: commander reads those, and `command-line.ts` defines them all.
 */
export function plainValidate([command, ...words]: readonly string[]): ValidateOptions | undefined {
  if (command !== 'validate') return undefined;
  const paths: string[] = [];
  let options: Pick<ValidateOptions, 'format' | 'config'> = { format: 'text' };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const value = words[at + 1] ?? '';
    if (word === '--format' && (value === 'text' || value === 'json')) options = { ...options, format: value };
    else if (word === '--config' && isPlain(value)) options = { ...options, config: value };
    else if (isPlain(word)) paths.push(word);
    else return undefined;
    if (word.startsWith('--')) at += 1;
  }
  return { ...options, paths };
}

function isPlain(word: string): boolean {
  return word.trim() !== '' && !word.startsWith('-');
}
