import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** An exported function whose first parameter is a text: the file below `src/`, its name and its declared parameters. */
export type TextFunction = {
  readonly file: string;
  readonly name: string;
  /** In the order of the source, such as `word: string`. The first is the text. */
  readonly parameters: readonly string[];
};

/** Room and name, such as `yaml parse`. A file may be renamed or split. */
export function keyOf({ file, name }: TextFunction): string {
  return `${file.replace(/[/.].*$/, '')} ${name}`;
}

const DECLARATION = /^export (?:async )?function (\w+)(?:<[^>(]*>)?\(\s*([^()]*(?:\([^()]*\)[^()]*)*)\)/gm;
const ARROW = /^export const (\w+) = (?:async )?\(\s*([^()]*(?:\([^()]*\)[^()]*)*)\)(?:: [^=]+)? =>/gm;

/** Every exported function whose first parameter is a text, read from the sources, so that new ones are included. */
export function textFunctions(): readonly TextFunction[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => functionsIn(file.split(sep).join('/')));
}

function functionsIn(file: string): readonly TextFunction[] {
  const source = readFileSync(join('src', file), 'utf8');
  return [...source.matchAll(DECLARATION), ...source.matchAll(ARROW)]
    .map(([, name = '', list = '']) => ({ file, name, parameters: parametersOf(list) }))
    .filter(({ parameters }) => /^\w+: (?:string|Uint8Array)(?: \| undefined)?$/.test(parameters[0] ?? ''));
}

/** Parameters of a list. Commas inside brackets of any kind belong to a type. */
function parametersOf(list: string): readonly string[] {
  const parameters: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, character] of [...`${list},`].entries()) {
    if ('({[<'.includes(character)) depth += 1;
    if (')}]>'.includes(character) && list[at - 1] !== '=') depth -= 1;
    if (character !== ',' || depth !== 0) continue;
    parameters.push(list.slice(from, at).trim());
    from = at + 1;
  }
  return parameters.filter((parameter) => parameter !== '');
}
