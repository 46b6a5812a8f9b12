import { type Merging, percentEncoded, unsafeSegment } from '../../model/index.ts';
import { codeSpan } from '../parts/escape.ts';
import { link } from '../parts/page.ts';
import { MAX_PLACES, type Place } from './groups.ts';

/** What a pull request adds to its plan. */
export type ReviewFacts = {
  /** Full commit ids; `branch` is the one to merge into. */
  readonly planned?: { readonly head: string; readonly branch: string; readonly base: string };
  readonly merging?: Merging;
  /** Web address of the folder of `reconcile.yaml` at the head. Places in files are links below it. */
  readonly files?: string;
  /** Present if labels lift refusals: sentences about the ones that do not count. */
  readonly labels?: readonly string[];
};

/** How a plan is shown on a page. */
export type PageView = {
  readonly hideMoney: boolean;
  /** Shown in each list of names. */
  readonly maxNames: number;
  /** Number of titles behind the first blocks of changes; absent: whole blocks. */
  readonly titles?: number;
  readonly review: ReviewFacts;
};

/** `layers/acme.yaml:9`, without a line the file itself, and of many the first three. */
export function placesAsMarkdown(
  places: readonly (Pick<Place, 'file'> & Partial<Place>)[],
  { files }: ReviewFacts,
): string {
  const rest = places.length - MAX_PLACES;
  const shown = places.slice(0, MAX_PLACES).map(({ file, line }) => {
    const text = line === undefined ? file : `${file}:${line}`;
    return link(codeSpan(text), files === undefined ? undefined : fileAddress(files, file, line));
  });
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** GitHub's address of a file, as its own pages link to it; `undefined` if a segment would change the meaning. */
function fileAddress(files: string, file: string, line: number | undefined): string | undefined {
  const path = file
    .split('/')
    .map((segment) => `/${percentEncoded(segment)}`)
    .join('');
  return unsafeSegment(path) === undefined ? `${files}${path}${line === undefined ? '' : `#L${line}`}` : undefined;
}
