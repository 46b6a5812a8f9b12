import { counted } from '../parts/phrases.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';

/** Result of `init`. */
export type InitReport = {
  readonly files: readonly { readonly path: string; readonly result: 'created' | 'kept' }[];
  /** Sentences on what to add to files that were kept. */
  readonly hints: readonly string[];
  /** Owner of the Layers key; `null` without a key. */
  readonly organization: { readonly id: string; readonly name: string; readonly tier: string } | null;
  /** Active projects that the key may read. */
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** One action each. */
  readonly next: readonly string[];
};

const MAX_PROJECTS = 10;

export function initAsText({ files, hints, organization, projects, next }: InitReport, options: TextOptions): string {
  const created = files.filter(({ result }) => result === 'created').map(({ path }) => path);
  const kept = files.filter(({ result }) => result === 'kept').map(({ path }) => path);
  const headline =
    created.length === 0 ? 'Nothing to create: every file exists.' : `Created ${counted(created.length, 'file')}.`;
  return asTerminal(
    joinSections([
      [line(0, headline, 'strong'), ...created.map((path) => line(1, path))],
      kept.length === 0 ? [] : [line(0, `Kept ${kept.join(', ')}.`), ...hints.map((hint) => line(1, hint))],
      organization === null ? [] : keyLines(organization, projects),
      [line(0, 'Next:'), ...next.map((action) => line(1, action))],
    ]),
    options,
  );
}

function keyLines(
  { id, name }: NonNullable<InitReport['organization']>,
  projects: InitReport['projects'],
): readonly Line[] {
  const rest = projects.length - MAX_PROJECTS;
  return [
    line(0, `Layers key: organization ${name === '' ? id : name}, ${counted(projects.length, 'active project')}.`),
    ...projects.slice(0, MAX_PROJECTS).map((project) => line(1, `${project.id}  ${project.name}`)),
    ...(rest > 0 ? [line(1, `and ${rest} more`, 'quiet')] : []),
  ];
}
