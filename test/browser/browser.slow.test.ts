import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems, startBrowser, takePicture, type TestBrowser } from '../support/browser.ts';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

// Without this test, pages would pass if the helper noticed nothing.
test('a page that breaks every rule is caught at each of them', async () => {
  const html = `<!doctype html><title>Bad</title><img src="https://elsewhere.test/a.png">
    <script>console.log('noise'); alert('stop'); missing();</script>`;
  const { page, messages, strayRequests, dialogs, scriptMs } = await browser.open({ open: { html } });
  expect(strayRequests).toEqual(['https://elsewhere.test/a.png']);
  expect(dialogs).toEqual(['stop']);
  expect([...messages].sort()).toEqual([
    'ReferenceError: missing is not defined',
    'error: Failed to load resource: net::ERR_FAILED',
    'log: noise',
  ]);
  expect((await accessibilityProblems(page)).join('\n')).toMatch(/^image-alt: <img/m);
  expect(await scriptMs()).toBeGreaterThan(0);
  await takePicture(page, 'bad');
});

test('a good page is quiet', async () => {
  const html = '<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1></main></html>';
  const tab = await browser.open({ open: { html }, scheme: 'dark', width: 360 });
  expect(await accessibilityProblems(tab.page)).toEqual([]);
  expect([...tab.messages, ...tab.strayRequests, ...tab.dialogs]).toEqual([]);
});

test('a page without scripts runs none', async () => {
  const html = '<!doctype html><title>Good</title><p>Text</p><script>boom()</script>';
  const { page, messages } = await browser.open({ open: { html }, scripts: false });
  expect(await page.locator('p').innerText()).toBe('Text');
  expect(messages).toEqual([]);
});
