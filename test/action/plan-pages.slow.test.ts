import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markedRoot } from '../../src/model/index.ts';
import {
  planAsComment,
  planAsSummary,
  problemsAsComment,
  problemsAsSummary,
  type ReviewFacts,
} from '../../src/render/index.ts';
import { hostileText } from '../render/hostile.ts';
import { aChange, aField, aLayer, aMoneyLine, api, aPlan, aProblem, aRefusal } from '../support/plan.ts';
import { skeleton, strangeIn } from './markdown.ts';

const options = { marker: { root: '.' }, hideMoney: false };

describe('problems in the place of a plan', () => {
  test('are listed with remedies, below a marker', () => {
    const problems = [
      aProblem({
        code: 'document/invalid-value',
        message: 'A "mode" is by-o.',
        remedy: 'Write byo.',
        location: { file: 'layers/a.yaml', line: 3, column: 7 },
      }),
      aProblem({ code: 'api/unreachable', message: 'Layers did not answer.', layer: 'acme' }),
    ];
    const runUrl = 'https://github.com/acme/ads/actions/runs/1';
    const page = problemsAsComment(problems, { ...options, runUrl });
    expect(markedRoot(page)).toBe('.');
    expect(page.split('\n').slice(1)).toEqual([
      '## Not planned: 2 problems',
      '',
      'The newest commit could not be planned. An earlier plan in this comment does not apply to it.',
      '',
      '- `layers/a.yaml:3:7  document/invalid-value`: A "mode" is by-o.<br>Write byo.',
      '- `acme  api/unreachable`: Layers did not answer.',
      '',
      `[The run that failed to plan](${runUrl})`,
      '',
    ]);
  });

  test('hide amounts from the public', () => {
    const problems = [aProblem({ message: 'The cap is 45,000.00 USD.', remedy: 'Ask 7098765432109876543.' })];
    const hidden = { ...options, hideMoney: true };
    for (const page of [
      problemsAsComment(problems, hidden),
      problemsAsSummary(problems, { hideMoney: true, limit: 9_999 }),
    ]) {
      expect(page).not.toMatch(/45|7098/);
    }
  });

  test('are counted if there are many, and cut if they are long', () => {
    const many = Array.from({ length: 500 }, () => aProblem({ message: '@'.repeat(5_000) }));
    const page = problemsAsComment(many, options);
    expect(page.length).toBeLessThanOrEqual(65_536);
    expect(page).toContain('## Not planned: 500 problems');
    expect(page).toMatch(/- \d+ more problems in the log/);
    expect(problemsAsSummary(many, { hideMoney: false, limit: 300 }).length).toBeLessThanOrEqual(300);
    expect(problemsAsSummary([], { hideMoney: false, limit: 300 })).toBe('');
  });

  test('are nothing but text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const problems = [aProblem({ message: text, remedy: text, location: { file: text, line: 1, column: 1 } })];
        const page = problemsAsComment(problems, { ...options, marker: { root: text } });
        expect(strangeIn(page)).toEqual([]);
        expect(page).not.toMatch(/@(?!\u200B)everyone/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('notes below a plan', () => {
  const plan = aPlan({ layers: [] });

  test('precede the link to the run, in the comment and in the summary', () => {
    const notes = ['The label "x" does not count.', 'Another word.'];
    const runUrl = 'https://github.com/acme/ads/actions/runs/1';
    const tail = '\n- The label "x" does not count.\n- Another word.\n';
    expect(planAsComment(plan, { ...options, notes, runUrl })).toMatch(
      new RegExp(`${tail}\n\\[The run that made this plan\\]`),
    );
    expect(planAsSummary(plan, { hideMoney: false, notes }).endsWith(tail)).toBe(true);
    expect(planAsComment(plan, { ...options, notes: [] })).toBe(planAsComment(plan, options));
  });

  test('never make a comment too long, and leave the plan its room', () => {
    const notes = Array.from({ length: 100 }, () => '@'.repeat(10_000));
    const page = planAsComment(plan, { ...options, notes });
    expect(page.length).toBeLessThanOrEqual(65_536);
    expect(page).toMatch(/- and \d+ more notes/);
    expect(page).not.toContain('Shortened');
  });

  test('are nothing but text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = planAsComment(plan, { ...options, notes: [`a${text}`, 'plain'] });
        expect(strangeIn(page)).toEqual([]);
        expect(skeleton(page)).toEqual(skeleton(planAsComment(plan, { ...options, notes: ['a', 'plain'] })));
      }),
      { numRuns: 60 },
    );
  });
});

test('whatever files, logins and branches are called, they are only text or the end of an address', () => {
  const files = 'https://github.com/acme/ads/blob/0123456789abcdef0123456789abcdef01234567';
  const planWith = (text: string) => {
    const source = { file: text, line: 3, column: 1 };
    const layers = [1, 2].map((n) => {
      const name = `${n}${text}`;
      return aLayer({
        name,
        file: text,
        accountName: text,
        desired: { adAccountId: text },
        changes: [aChange('cost-cap', [{ ...aField('monthlyCostCap', api(1), 2), source }], { layer: name })],
      });
    });
    const allowed = [{ policy: 'pin', subject: text, by: text }] as const;
    return aPlan({
      costCapUnit: 'major',
      money: [aMoneyLine()],
      layers,
      allowed,
      refusals: [aRefusal({ subject: text, location: source })],
    });
  };
  const factsWith = (text: string): ReviewFacts => ({
    planned: { head: text, branch: text, base: text },
    merging: { does: 'wait for a digest', why: `this pull request edits ${text}`, digest: text },
    files,
    labels: [text],
  });
  const shown = (text: string) =>
    planAsComment(planWith(text), { marker: { root: '.' }, hideMoney: false, review: factsWith(text) });
  const isOurs = (url: string) => url.startsWith(`${files}/`) || url.startsWith('https://app.layers.com/project/');
  fc.assert(
    fc.property(hostileText, (text) => {
      const comment = shown(`a${text}`);
      expect(strangeIn(comment, isOurs)).toEqual([]);
      // A path that leads out of its folder is not linked.
      expect(skeleton(comment).filter((type) => type !== 'link')).toEqual(
        skeleton(shown('a')).filter((type) => type !== 'link'),
      );
    }),
    { numRuns: 60 },
  );
});
