import { MAX_FILE_BYTES, type Problem } from '../model/index.ts';
import { type Unread, unreadProblem, unreadText } from './read-file.ts';

const REMEDIES: Readonly<Record<string, string>> = {
  because: 'Make it a readable file.',
  'no file': 'Make it a readable file.',
  'too large': 'Keep one layer in a file, and nothing else.',
};

/** No file is a layer document. @param paths as named by the user; empty: the glob of the settings decides */
export function noDocuments(paths: readonly string[], glob: string): Problem {
  const looked = paths.length === 0 ? `the glob "${glob}" matches no file` : `${paths.join(', ')} contains none`;
  return {
    code: 'document/none',
    message: `No layer document was found: ${looked}.`,
    remedy: 'Pass a file, or set layers in reconcile.yaml.',
  };
}

export function matchesNothing(glob: string, code: 'document/none' | 'cli/usage' = 'document/none'): Problem {
  return {
    code,
    message: `The pattern "${glob}" matches no file.`,
    remedy: 'Correct it: * stays within a folder, ** is any number of folders. Quote it, so that the shell leaves it.',
  };
}

export function faultyGlob(glob: string, fault: string): Problem {
  return {
    code: 'cli/usage',
    message: `The pattern "${glob}" ${fault}.`,
    remedy: 'Use *, ?, ** and {a,b}, or name the files.',
  };
}

export function absentFile(filePath: string): Problem {
  const message = `The file ${filePath} does not exist.`;
  return { code: 'document/unreadable', message, ...at(filePath), remedy: 'Correct the path, or add the file.' };
}

export function outsideRoot(path: string): Problem {
  const message = `${path} is outside the folder of the settings.`;
  return {
    code: 'document/unreadable',
    message,
    ...at(path),
    remedy: 'Pass files below the folder of reconcile.yaml.',
  };
}

export function unreadFile(filePath: string, why: Unread): Problem {
  const remedy = REMEDIES[typeof why === 'object' ? 'because' : why] ?? 'Replace it with the file itself.';
  const name = { name: filePath, code: 'document/unreadable', atMost: MAX_FILE_BYTES, remedy } as const;
  return { ...unreadProblem(why, name), ...at(filePath) };
}

export function unreadFolder(filePath: string, why: Unread): Problem {
  const name = filePath === '' ? 'The folder of reconcile.yaml' : `The folder ${filePath}`;
  const message = `${name} ${unreadText(why)}.`;
  return { code: 'document/unreadable', message, ...at(filePath), remedy: 'Make it a readable folder.' };
}

export function misnamedFile(filePath: string, real: string): Problem {
  const link = real === filePath ? '' : `is a link to ${JSON.stringify(real)}, which `;
  const message = `${filePath} ${link}does not end in .yaml, .yml or .json.`;
  return { code: 'document/unreadable', message, ...at(filePath), remedy: 'Rename the file.' };
}

/** Probably a lock file or a program's copy. */
export function hiddenFile(filePath: string): Problem {
  const message = `${filePath} is a hidden file, not a layer document.`;
  return { code: 'document/unreadable', message, ...at(filePath), remedy: 'Rename the file, or pass a different one.' };
}

function at(filePath: string) {
  return { location: { file: filePath, line: 1, column: 1 } };
}
