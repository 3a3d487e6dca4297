// Takes the README's pictures anew: npm run pictures -- PAGE, where `tellings read --html PAGE samples/kramatorsk-station.jsonl` wrote the page.

import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { launch } from './browser.mjs';

const address = pathToFileURL(resolve(process.env.INIT_CWD ?? '.', process.argv[2])).href;
const browser = await launch();

async function take(name, viewport, colorScheme, show) {
  const page = await browser.newPage({ viewport, colorScheme });
  await page.goto(address);
  await show(page);
  await page.screenshot({ path: fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url)) });
  await page.close();
}

await take('page-desk', { width: 1280, height: 1200 }, 'light', (page) => page.locator('#incident-1').evaluate((e) => e.scrollIntoView()));
await take('page-phone', { width: 390, height: 844 }, 'dark', (page) => page.locator('tbody', { hasText: 'killed' }).first().evaluate((e) => e.scrollIntoView()));
await take('page-words', { width: 1280, height: 560 }, 'light', (page) => page.locator('td a', { hasText: 'Fifty-two' }).first().click());
await browser.close();
