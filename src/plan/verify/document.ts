import { DOCUMENT_PATHS } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import { partnership } from './partnership.ts';
import { finding, type VerifyRule } from './subject.ts';

/** Values that differ, that only a person confirmed, or that nothing shows. */
export const document: VerifyRule = (subject) => {
  const { planned, desired, live } = subject;
  const open = [...new Set(planned.changes.map(({ kind }) => kind))];
  const paths = DOCUMENT_PATHS.filter((path) => desired.fields[path] !== undefined);
  const stated = paths.filter((path) => path !== 'spark' && liveAt({ live }, path).provenance === 'recorded');
  const isWaiting = open.includes('install') || open.includes('adopt');
  const changed: ReadonlySet<string> = new Set(planned.changes.flatMap(({ fields }) => fields.map(({ path }) => path)));
  const unknown = isWaiting
    ? []
    : paths.filter((path) => liveAt({ live }, path).provenance === 'unknown' && !changed.has(path));
  const isShareHidden = !isWaiting && partnership(subject).some(({ state }) => state === 'unknown');
  const findings = [
    ...(open.length === 0
      ? []
      : [
          finding(
            'document',
            'red',
            `The live layer differs from its document: ${open.join(', ')}.`,
            'reconcile plan shows the values; reconcile apply and reconcile todo change them.',
          ),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          finding(
            'document',
            'unknown',
            `No API shows, and no person stated: ${unknown.join(', ')}.`,
            `Copy the text of "View as JSON" and run reconcile confirm ${desired.name} --json -.`,
          ),
        ]),
    ...(isShareHidden
      ? [
          finding(
            'document',
            'unknown',
            'Not every share with Layers was readable, so it is not known whether all of the document is live.',
            'partnership says which, and how to make it readable.',
          ),
        ]
      : []),
    ...(stated.length === 0
      ? []
      : [finding('document', 'stated', `A person confirmed what no API shows: ${stated.join(', ')}.`)]),
  ];
  return findings.length > 0 ? findings : [finding('document', 'green', 'Every value of the document is live.')];
};
