import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportAsHtml } from '../../src/render/index.ts';
import { accessibilityProblems, startBrowser, type Tab, takePicture, type TestBrowser } from '../support/browser.ts';
import { aCheck, aHumanChange } from '../support/plan.ts';
import { aReport, aReportLayer, anEnding, fleetReport } from '../support/report.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

const problem = {
  code: 'api/unauthenticated',
  message: 'KITSUNE_LAYERS_API_KEY was rejected by Layers (401); 1 layer was not read: kitsune-0061.',
  remedy: 'Set KITSUNE_LAYERS_API_KEY to a valid key.',
} as const;
const fleet = reportAsHtml({ ...fleetReport(60), unread: ['kitsune-0061'], sandbox: true }, [problem]);
/** Every kind of layer once: axe takes seconds for more. */
const small = reportAsHtml({ ...fleetReport(10), unread: ['kitsune-0061'], sandbox: true }, [problem]);
const huge = reportAsHtml(fleetReport(1000), []);

function expectQuiet({ messages, strayRequests, dialogs }: Tab): void {
  expect({ messages, strayRequests, dialogs }).toEqual({ messages: [], strayRequests: [], dialogs: [] });
}

/** Of the rows that are shown, from the top. Rows off the screen are not laid out, so they have no inner text. */
async function namesIn({ page }: Tab): Promise<readonly string[]> {
  return page.locator('tbody.layer:not([hidden]) .name').allTextContents();
}

describe.each(['light', 'dark'] as const)('in a %s scheme', (scheme) => {
  test.each([1280, 360])('at %i pixels it is quiet and accessible, and fits the width', async (width) => {
    const tab = await browser.open({ open: { html: small }, scheme, width, height: 2000 });
    expect(await tab.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await accessibilityProblems(tab.page)).toEqual([]);
    await tab.page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    expect(await accessibilityProblems(tab.page)).toEqual([]);
    expect(await tab.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await takePicture(tab.page, `report-${scheme}-${width}`, false);
    expectQuiet(tab);
  });
});

test('it starts with what is missing, then what is urgent', async () => {
  const tab = await browser.open({ open: { html: fleet } });
  expect(await tab.page.locator('h1').innerText()).toBe(
    'Incomplete: 1 of 61 layers could not be read.\n6 of 60 layers need action, 18 to watch.',
  );
  expect(await tab.page.locator('.notice').innerText()).toContain(problem.remedy);
  expect((await tab.page.locator('tbody.layer td.status').allTextContents()).slice(0, 7)).toEqual([
    ...Array.from({ length: 6 }, () => 'Action'),
    'Watch',
  ]);
});

test('an unknown spend has no bar and no 0', async () => {
  const tab = await browser.open({ open: { html: fleet } });
  const cell = tab.page.locator('tbody.layer', { hasText: 'kitsune-0008' }).locator('td.spend');
  expect(await cell.textContent()).toBe('spend unknown, cap 30,000.00 USD');
  expect(await cell.locator('svg').count()).toBe(0);
});

describe('with the keyboard alone', () => {
  /** Presses Tab until the element has the focus. */
  async function reach(tab: Tab, selector: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await tab.page.keyboard.press('Tab');
      if (await tab.page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)) return;
    }
    throw new Error(`${selector} is not reached`);
  }

  test('headers sort, and say so', async () => {
    const tab = await browser.open({ open: { html: fleet } });
    const before = await namesIn(tab);
    await reach(tab, 'th:nth-child(2) button');
    await tab.page.keyboard.press('Enter');
    const ascending = await namesIn(tab);
    expect(ascending).not.toEqual(before);
    expect(ascending).toEqual([...before].sort());
    const sorted = tab.page.locator('th[aria-sort]');
    expect(await sorted.innerText()).toBe('Layer');
    expect(await sorted.getAttribute('aria-sort')).toBe('ascending');
    await tab.page.keyboard.press('Space');
    expect(await namesIn(tab)).toEqual([...before].sort().reverse());
    expect(await sorted.getAttribute('aria-sort')).toBe('descending');
    await reach(tab, 'th:nth-child(5) button');
    await tab.page.keyboard.press('Enter');
    const shares = await tab.page.evaluate<readonly string[]>(
      '[...document.querySelectorAll("td.spend")].map((cell) => cell.dataset.key)',
    );
    const known = shares.filter((share) => share !== '').map(Number);
    expect(known).toEqual([...known].sort((a, b) => b - a));
    expect(shares.slice(known.length).every((share) => share === '')).toBe(true);
    expectQuiet(tab);
  });

  test('the filter narrows, counts, and can be undone', async () => {
    const tab = await browser.open({ open: { html: fleet } });
    await reach(tab, 'input[type=search]');
    await tab.page.keyboard.type('Yuki agency');
    const names = await namesIn(tab);
    expect(names.length).toBeGreaterThan(0);
    expect(names.every((name) => name.startsWith('yuki-'))).toBe(true);
    expect(await tab.page.locator('[role=status]').innerText()).toBe(`${names.length} of 60 shown`);
    await tab.page.keyboard.press('Control+A');
    await tab.page.keyboard.press('Delete');
    expect(await namesIn(tab)).toHaveLength(60);
    await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.press('Space');
    expect(await namesIn(tab)).toHaveLength(24);
    expectQuiet(tab);
  });

  test('details open, and show the remedy', async () => {
    const tab = await browser.open({ open: { html: fleet } });
    await reach(tab, 'tbody.layer summary');
    const remedy = tab.page.locator('tbody.layer .remedy').first();
    expect(await remedy.isVisible()).toBe(false);
    await tab.page.keyboard.press('Enter');
    expect(await remedy.isVisible()).toBe(true);
  });
});

test('without scripts everything can be read, and no control is offered that does nothing', async () => {
  const tab = await browser.open({ open: { html: fleet }, scripts: false });
  expect(await namesIn(tab)).toHaveLength(60);
  expect(await tab.page.locator('.tools').isVisible()).toBe(false);
  expect(await tab.page.locator('button:enabled').count()).toBe(0);
  await tab.page.locator('tbody.layer summary').first().click();
  expect(await tab.page.locator('tbody.layer .remedy').first().isVisible()).toBe(true);
  expectQuiet(tab);
});

test('in print it is light, without controls, and shows all details', async () => {
  const tab = await browser.open({ open: { html: fleet }, scheme: 'dark', width: 720 });
  await tab.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await tab.page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
    'rgb(255, 255, 255)',
  );
  expect(await tab.page.locator('.tools').isVisible()).toBe(false);
  expect(await tab.page.locator('tbody.layer .remedy').first().isVisible()).toBe(true);
  expect((await tab.page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  await takePicture(tab.page, 'report-print');
  expectQuiet(tab);
});

test('1,000 layers open in under a second of script time, and sort and filter at once', async () => {
  const tab = await browser.open({ open: { html: huge } });
  expect(await tab.scriptMs()).toBeLessThan(1000);
  const ready = await tab.scriptMs();
  await tab.page.locator('th:nth-child(2) button').click();
  await tab.page.locator('input[type=search]').fill('kitsune');
  expect((await tab.scriptMs()) - ready).toBeLessThan(1000);
  expect((await namesIn(tab))[0]).toBe('kitsune-0002');
  expectQuiet(tab);
});

describe('text from outside', () => {
  const NASTY = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(2)>',
    "' onmouseover='alert(3)",
    '</style><svg onload=alert(4)>',
    '</title></script><b id=hostile>',
    'javascript:alert(5)',
    'https://evil.test/"onclick="alert(6)',
    '&lt;i&gt; &amp; <!-- -->',
    '\u202Etxt\u2066\u0000\u001b[31m\n\u2028',
  ];

  test.each(NASTY)('%j stays text', async (text) => {
    const layer = aReportLayer({
      name: text,
      file: text,
      project: text,
      address: text,
      accountName: text,
      adAccount: text,
      checks: [aCheck({ layer: text, message: text, remedy: text })],
      changes: [aHumanChange('pixel', [], { screen: text, tasks: [text], paste: { [text]: text } }, { layer: text })],
      endings: [anEnding({ subject: text, until: text })],
      attention: 'act',
    });
    const harmless = aReport([{ ...layer, ...renamed(layer) }], { repository: 'a', unread: ['a'] });
    const hostile = aReport([layer], { repository: text, unread: [text] });
    const causes = (word: string) => [{ code: 'api/refused', message: word, remedy: word } as const];
    const elements = async (html: string) => {
      const tab = await browser.open({ open: { html } });
      await tab.page.mouse.move(300, 300);
      expectQuiet(tab);
      return tab.page.evaluate<readonly string[]>(
        '[...document.querySelectorAll("*")].map((one) => [one.localName, ...one.getAttributeNames().sort()].join(" "))',
      );
    };
    const page = reportAsHtml(hostile, causes(text));
    expect(await elements(page)).toEqual(await elements(reportAsHtml(harmless, causes('a'))));
    expect(page).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|[^\P{Cc}\n]/u);
  });

  /** The same layer with the letter `a` everywhere. */
  function renamed(layer: ReturnType<typeof aReportLayer>): ReturnType<typeof aReportLayer> {
    const plain = JSON.stringify(layer, (key, value) =>
      typeof value === 'string' &&
      [
        'name',
        'file',
        'project',
        'address',
        'accountName',
        'adAccount',
        'message',
        'remedy',
        'subject',
        'until',
        'layer',
        'screen',
      ].includes(key)
        ? 'a'
        : value,
    );
    const again = JSON.parse(plain) as ReturnType<typeof aReportLayer>;
    return {
      ...again,
      changes: [aHumanChange('pixel', [], { screen: 'a', tasks: ['a'], paste: { a: 'a' } }, { layer: 'a' })],
    };
  }
});
