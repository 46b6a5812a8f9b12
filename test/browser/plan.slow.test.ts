import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planAsHtml } from '../../src/render/index.ts';
import { fleetPlan } from '../render/fleet.ts';
import { accessibilityProblems, startBrowser, takePicture, type TestBrowser } from '../support/browser.ts';
import {
  aChange,
  aCheck,
  aField,
  aHumanChange,
  aLayer,
  api,
  aPlan,
  aRefusal,
  aRemovedDocument,
} from '../support/plan.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

const page = planAsHtml({ ...fleetPlan(30), sandbox: true, unread: ['lost-ios'] });

describe.each(['light', 'dark'] as const)('in a %s scheme', (scheme) => {
  test.each([1280, 360])('at %i pixels a plan is quiet and accessible, and fits the width', async (width) => {
    const tab = await browser.open({ open: { html: page }, scheme, width, height: 2000 });
    await tab.page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(await tab.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await accessibilityProblems(tab.page)).toEqual([]);
    await takePicture(tab.page, `plan-${scheme}-${width}`, false);
    expect([...tab.messages, ...tab.strayRequests, ...tab.dialogs]).toEqual([]);
  });
});

test('a shared change is shown once, and a plan needs no scripts', async () => {
  const tab = await browser.open({ open: { html: page }, scripts: false });
  expect(await tab.page.locator('.change', { hasText: 'cost-cap' }).first().textContent()).toContain('8,800.00 USD');
  expect(await tab.page.locator('h1').textContent()).toMatch(
    /^Incomplete: 1 of 31 layers could not be read\. Refused: /,
  );
  expect(await tab.page.locator('script').count()).toBe(0);
});

test.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  '</style></pre><svg onload=alert(3)>',
  'javascript:alert(4)',
  '\u202Ea\u2066\u0000\n\u2028',
])('%j stays text', async (text) => {
  const hostile = (word: string) => {
    const location = { file: word, line: 1, column: 1 };
    const fields = [
      aField('capi.pixel_id', api(word), word),
      aField('objectives', api(['reach', word]), ['reach', 'traffic']),
      aField('capi.event_map', api({ lesson: word }), { lesson: `${word}!`, [`z${word.repeat(20)}`]: 'Lead' }),
    ];
    const layer = aLayer({
      name: word,
      file: word,
      changes: [
        aHumanChange('pixel', fields, { screen: word, tasks: [word], paste: { word } }, { layer: word }),
        aChange('capi', [aField('capi.enabled', api(false), true)], { layer: word }),
      ],
      checks: [aCheck({ layer: word, message: word, remedy: word, location })],
      released: [{ path: 'objectives', live: api(word) }],
      unknown: ['mode'],
    });
    return planAsHtml(
      aPlan({
        layers: [layer],
        refusals: [aRefusal({ subject: word, message: word, location })],
        allowed: [{ policy: 'pin', subject: word }],
        removed: [aRemovedDocument(word)],
        ignored: [word],
        unread: [word],
        skipped: [word],
        digest: word,
      }),
      [{ code: 'api/refused', message: word, remedy: word }],
    );
  };
  const elements = async (html: string) => {
    const tab = await browser.open({ open: { html } });
    expect([...tab.messages, ...tab.strayRequests, ...tab.dialogs]).toEqual([]);
    return tab.page.evaluate<readonly string[]>(
      '[...document.querySelectorAll("*")].map((one) => [one.localName, ...one.getAttributeNames().sort()].join(" "))',
    );
  };
  const found = await elements(hostile(text));
  const plain = await elements(hostile('a'.repeat(text.length)));
  expect(found).toEqual(plain);
});
