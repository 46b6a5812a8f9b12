import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentMarker, type DriftReport, markedRoot } from '../../src/model/index.ts';
import { driftAsIssue } from '../../src/render/index.ts';
import { hostileText } from '../render/hostile.ts';
import { aField, api, aProblem, recorded } from '../support/plan.ts';
import { skeleton, strangeIn } from './markdown.ts';

const plain = { root: '.', hideMoney: false, problems: [] };

function reportOf(text: string, layers = 1): DriftReport {
  const drift = [
    aField('monthlyCostCap', api(20_000), 28_000),
    aField('capi.pixel_id', api(text), `${text}!`),
    aField('objectives', api(['reach', text]), ['reach', 'traffic']),
    aField('capi.event_map', recorded({ [`a${text}`]: 'x'.repeat(100) }), { [`a${text}`]: text }),
  ];
  const one = { name: text, file: text, currency: null, drift, pending: [], open: [], unknown: [], checks: [] };
  return { sandbox: false, costCapUnit: null, unread: [], calls: 9, layers: Array.from({ length: layers }, () => one) };
}

describe('driftAsIssue', () => {
  test('shows live values next to the document, layer by layer', () => {
    const first = commentMarker('ads', 'drift');
    const runUrl = 'https://github.com/acme/ads/actions/runs/1';
    const report: DriftReport = {
      sandbox: false,
      costCapUnit: 'major',
      unread: [],
      calls: 3,
      layers: [
        {
          name: 'calm',
          file: 'layers/calm.yaml',
          currency: 'USD',
          drift: [],
          pending: [],
          open: [],
          unknown: [],
          checks: [],
        },
        {
          name: 'acme-ios',
          file: 'layers/acme-ios.yaml',
          currency: 'USD',
          drift: [
            {
              ...aField('monthlyCostCap', api(20_000), 28_000),
              source: { file: 'defaults/usd.yaml', line: 3, column: 17 },
            },
            aField('objectives', api(['traffic']), ['video_view']),
          ],
          pending: [],
          open: [],
          unknown: [],
          checks: [],
        },
      ],
    };
    const { title, body } = driftAsIssue(report, { first, root: 'ads', hideMoney: false, problems: [], runUrl });
    expect(title).toBe('Live drift in ads');
    expect(body.split('\n')).toEqual([
      first,
      '## Drift: 2 live values changed in 1 of 2 layers.',
      '',
      'Live values differ from the last apply, although nothing in git changed. For each of them, do one of these:',
      '',
      expect.stringMatching(
        /^- \*\*Keep the live value:\*\* change the document in a pull request, at the file and line/,
      ),
      expect.stringMatching(
        /^- \*\*Restore the value in git:\*\* start the apply workflow manually with `fix-drift`\./,
      ),
      expect.stringMatching(/^- \*\*If a policy refuses to restore it\*\*, such as `cap-increase`:/),
      '',
      expect.stringMatching(/^On your machine, .* `reconcile apply NAME` .* closes this issue if there is no drift\.$/),
      '',
      '### `acme-ios`',
      '',
      '`layers/acme-ios.yaml`',
      '',
      '| field | live | document | set at |',
      '| --- | --- | --- | --- |',
      '| `monthlyCostCap` | `20,000.00 USD` | `28,000.00 USD` | `defaults/usd.yaml:3` |',
      '| `objectives` | only `traffic` | only `video_view` |  |',
      '',
      `[The run that found it](${runUrl})`,
      '',
    ]);
    expect(markedRoot(body, 'drift')).toBe('ads');
  });

  test('hides money and account ids, with a note', () => {
    const { body } = driftAsIssue(reportOf('x'), {
      ...plain,
      hideMoney: true,
      problems: [aProblem({ message: 'The account 7098765432109876543 costs 20,000.00 USD.' })],
    });
    expect(body).toContain('| `monthlyCostCap` | `(hidden)` | (hidden) |  |');
    expect(body).not.toMatch(/20[,.]?000|28[,.]?000|70987/);
    expect(body).toContain('Money and account ids are hidden here');
  });

  test('is plain text for any live value', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const options = { ...plain, problems: [aProblem({ message: text, remedy: text, layer: text })] };
        const { title, body } = driftAsIssue(reportOf(text), {
          ...options,
          first: commentMarker(text, 'drift'),
          root: text,
        });
        expect(strangeIn(body)).toEqual([]);
        expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(body).not.toMatch(/@(?!\u200B)everyone/);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['@everyone', '</details>', '-->', '```', '|', '\u202e', '\n\n# x'])('keeps its structure: %j', (text) => {
    expect(skeleton(driftAsIssue(reportOf(text), plain).body)).toEqual(
      skeleton(driftAsIssue(reportOf('plain'), plain).body),
    );
  });

  test.each([
    { layers: 1_000, name: 'acme' },
    { layers: 1_000, name: '@'.repeat(300) },
    { layers: 1, name: '@'.repeat(100_000) },
  ])('GitHub accepts the issue: $layers layers', ({ layers, name }) => {
    const { body } = driftAsIssue(reportOf(name, layers), { ...plain, first: commentMarker('.', 'drift') });
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/\*\*Shortened\.\*\* \d+ (more layers?) drifted/);
  });
});
