import { expect } from 'vitest';
import { accessibilityProblems, type Tab, type TestBrowser } from './browser.ts';
import type { StoryHarness } from './harness.ts';

export type PageOptions = { readonly scheme?: 'light' | 'dark'; readonly width?: number };

/** The page of a harness' sandbox, once it shows the world. */
export async function openPage(browser: TestBrowser, harness: StoryHarness, options: PageOptions = {}): Promise<Tab> {
  const tab = await browser.open({ open: { url: `${harness.sandbox.origin}/` }, ...options });
  await tab.page.waitForSelector('body[data-ready]');
  return tab;
}

/** Nothing was reported, nothing left the page, and a person with a screen reader can use it. */
export async function expectSound({ page, messages, strayRequests, dialogs }: Tab): Promise<void> {
  expect(messages).toEqual([]);
  expect(strayRequests).toEqual([]);
  expect(dialogs).toEqual([]);
  expect(await accessibilityProblems(page)).toEqual([]);
}

/** A click, and the words that the page says once it is done. */
export async function press({ page }: Tab, section: string, button: string, said: string | RegExp): Promise<void> {
  await page.locator(`#${section}`).getByRole('button', { name: button, exact: true }).first().click();
  await page.getByRole('status').filter({ hasText: said }).waitFor();
}

/** Fills the open form and sends it. */
export async function fill(
  { page }: Tab,
  values: Readonly<Record<string, string>>,
  said: string | RegExp,
): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`#dialog [name=${name}]`);
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator('#d-ok').click();
  await page.getByRole('status').filter({ hasText: said }).waitFor();
}
