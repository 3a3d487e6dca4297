// Takes the README's pictures anew: npm run pictures -- PAGE, where `tellings read --html PAGE samples/kramatorsk-station.jsonl` wrote the page.
// Those of the served page are of `tellings serve --demo`, which it starts itself (TELLINGS names the program).

import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { launch } from './browser.mjs';
import { serve } from './desk.mjs';

const address = pathToFileURL(resolve(process.env.INIT_CWD ?? '.', process.argv[2])).href;
const browser = await launch();

async function take(name, viewport, colorScheme, show, at = address) {
  const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB' });
  await page.goto(at);
  await show(page);
  await page.screenshot({ path: fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url)) });
  await page.close();
}

await take('page-desk', { width: 1280, height: 1200 }, 'light', (page) => page.locator('#incident-1').evaluate((e) => e.scrollIntoView()));
await take('page-phone', { width: 390, height: 844 }, 'dark', (page) => page.locator('tbody', { hasText: 'killed' }).first().evaluate((e) => e.scrollIntoView()));
await take('page-words', { width: 1280, height: 560 }, 'light', (page) => page.locator('td a', { hasText: 'Fifty-two' }).first().click());

const demo = await serve('--demo');
const ask = async (path) => (await fetch(`${demo.address}/api/v1${path}`)).json();
const [largest] = (await ask('/incidents?order=articles&limit=1')).items;
const incident = await ask(`/incidents/${largest.id}`);
const copy = incident.accounts.find((account) => account.derived_from.length > 0) ?? incident.accounts[0];
const drawn = (page) => page.waitForTimeout(2000); // events keep a connection open: the network is never idle
const views = { overview: '/', incident: `/incidents/${largest.id}`, article: `/articles/${incident.accounts[2].key}`, against: `/articles/${copy.key}/against/${copy.derived_from[0]?.article ?? incident.accounts[0].key}`, sources: '/sources', compare: '/compare', lists: '/lists' };
for (const [name, path] of Object.entries(views)) {
  await take(`served-${name}`, { width: 1280, height: 900 }, 'light', drawn, demo.address + path);
}
await take('served-incident-phone', { width: 390, height: 844 }, 'dark', drawn, demo.address + views.incident);
await demo.stop();
await browser.close();
