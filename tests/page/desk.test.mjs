// The page of `tellings serve` in a real browser, over a real ledger.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import axe from 'axe-core';
import { launch } from './browser.mjs';
import { articles, Desk, serve } from './desk.mjs';

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

let browser;
let desk;
let server;
let bus;

/** Opens an address of the page, and fails where the browser complains or asks anybody else. */
async function open(path, { viewport = DESKTOP, scheme = 'light', at = server.address, locale = 'en-GB' } = {}) {
  const page = await browser.newPage({ viewport, colorScheme: scheme, locale, timezoneId: 'Europe/Kyiv' });
  page.faults = [];
  page.setDefaultTimeout(8000);
  page.on('console', (message) => message.type() === 'error' && page.faults.push(message.text()));
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('request', (request) => new URL(request.url()).origin === at || page.faults.push(`asked ${request.url()}`));
  await page.goto(at + path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return page;
}

/** Closes a page that nothing was wrong with. */
async function close(page) {
  assert.deepEqual(page.faults, []);
  assert.ok((await page.title()).includes('Tellings'), await page.title());
  await page.close();
}

async function listed(query = '') {
  return (await fetch(`${server.address}/api/v1/incidents${query}`)).json();
}

/** What axe finds, in the page as it stands. */
async function barriers(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run({ rules: { 'target-size': { enabled: true } } }));
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`);
}

before(async () => {
  desk = new Desk(articles());
  server = await serve('--db', desk.db, '--allow-private');
  browser = await launch();
  const { items } = await listed('?place=Kherson');
  bus = items[0];
});

after(async () => {
  await browser?.close();
  await server?.stop();
  desk?.leave();
});

test('the overview shows the incidents, the worst marks and the toll', async () => {
  const page = await open('/');
  await page.getByRole('heading', { name: /3 incidents/ }).waitFor();
  await page.getByRole('link', { name: /Kherson/ }).first().waitFor();
  await close(page);
});

test('filters stand in the address and come back with it', async () => {
  const page = await open('/');
  await page.getByRole('textbox', { name: 'Place' }).fill('Leeds');
  await page.getByRole('textbox', { name: 'Place' }).press('Enter');
  await page.getByRole('heading', { name: /1 incident/ }).waitFor();
  assert.match(page.url(), /place=Leeds/);
  await page.goBack();
  await page.getByRole('heading', { name: /3 incidents/ }).waitFor();
  await page.goForward();
  await page.getByRole('heading', { name: /1 incident/ }).waitFor();
  await close(page);
});

test('search as one types leads to an incident', async () => {
  const page = await open('/');
  await page.getByRole('combobox', { name: /Search/ }).fill('bus kherson');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/(incidents|articles)\//);
  await close(page);
});

test('a value leads to the words that carry it', async () => {
  const page = await open(`/incidents/${bus.id}`);
  await page.getByRole('heading', { name: 'Side by side' }).waitFor();
  const cell = page.getByRole('button', { name: 'Nine people' }).first();
  await cell.click();
  await page.getByRole('link', { name: /article/i }).first().waitFor();
  const [to] = await page.locator('a[href*="#c-"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  await page.goto(server.address + to);
  const marked = page.locator('main a.claim[aria-current=true]').first();
  await marked.waitFor();
  const box = await marked.boundingBox();
  assert.ok(box.y >= 0 && box.y < DESKTOP.height, JSON.stringify(box));
  await page.locator(`main a[href^="/incidents/${bus.id}#c-"]`).first().click();
  await page.waitForURL(/\/incidents\//);
  await page.locator('.context a[href*="#c-"]').first().waitFor();
  await close(page);
});

test('texts that are pasted are laid side by side and not kept', async () => {
  const before = (await listed()).total;
  const page = await open('/compare');
  const texts = ['Four people were killed in a missile strike on Sumy on 2 March 2025, the mayor said.', 'Six people were killed in a missile strike on Sumy on 2 March 2025, police said.'];
  for (const [at, text] of texts.entries()) {
    await page.getByRole('button', { name: 'Add a text' }).click();
    await page.getByRole('textbox', { name: 'Text', exact: true }).nth(at).fill(text);
  }
  await page.getByRole('main').getByRole('button', { name: /^Compare/ }).click();
  await page.getByText(/Missile strike, Sumy/).first().waitFor();
  await close(page);
  assert.equal((await listed()).total, before);
});

test('links that are pasted are fetched, and a fault is told beside what came', async () => {
  const story = (n) => `<html lang="en"><head><title>Shooting in Lviv</title><meta property="article:published_time" content="2025-03-0${n}T10:00:00Z"></head><body><article><h1>Shooting in Lviv</h1><p>${n} people were injured in a shooting in Lviv on 2 March 2025, police said. Witnesses told of several shots near the station, and streets were closed for hours.</p></article></body></html>`;
  const site = createServer((request, answer) => {
    const found = request.url.match(/story-(\d)/);
    answer.writeHead(found ? 200 : 404, { 'content-type': 'text/html' }).end(found ? story(found[1]) : 'no');
  });
  await new Promise((ready) => site.listen(0, '127.0.0.1', ready));
  const at = `http://127.0.0.1:${site.address().port}`;
  const page = await open('/compare');
  await page.getByRole('textbox', { name: /Links/ }).fill(`${at}/story-3\n${at}/story-4\n${at}/gone`);
  await page.getByRole('main').getByRole('button', { name: /^Compare/ }).click();
  await page.getByText(/Lviv/).first().waitFor({ timeout: 30_000 });
  await page.getByText(/404/).first().waitFor();
  site.close();
  await close(page);
});

test('two incidents are merged, and the merge is undone', async () => {
  const page = await open(`/incidents/${(await listed('?place=Leeds')).items[0].id}`);
  await page.getByRole('button', { name: /Merge/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').or(dialog.getByRole('searchbox')).first().fill('Bradford');
  await dialog.getByRole('button', { name: /Bradford/ }).or(dialog.getByRole('option', { name: /Bradford/ })).or(dialog.getByRole('radio', { name: /Bradford/ })).first().click();
  const sure = dialog.getByRole('button', { name: /^Merge/ });
  if (await sure.isVisible()) await sure.click();
  await page.getByRole('button', { name: /Undo/ }).first().waitFor();
  assert.equal((await listed()).total, 2);
  await page.getByRole('button', { name: /Undo/ }).first().click();
  await page.waitForTimeout(1500);
  assert.equal((await listed()).total, 3);
  await close(page);
});

test('what comes while the page is open is told, and nothing jumps', async () => {
  const page = await open('/');
  await page.getByRole('heading', { name: /3 incidents/ }).waitFor();
  const first = page.locator('main article, main li').filter({ hasText: /Kherson/ }).last();
  const place = await first.boundingBox();
  desk.add([{ id: 'late', language: 'en', outlet: 'late.example', published: '2025-03-05T09:00:00Z', title: 'Three killed in Odesa explosion', text: 'Three people were killed in an explosion in Odesa on Wednesday, the mayor said.' }]);
  const news = page.getByRole('button', { name: /1 new/ });
  await news.waitFor({ timeout: 20_000 });
  const now = await first.boundingBox();
  assert.ok(Math.abs(now.y - place.y) < 2, `${place.y} → ${now.y}`);
  await news.click();
  await page.getByRole('link', { name: /Odesa/ }).first().waitFor();
  await close(page);
});

test('by keyboard alone: from the overview to the words of a value', async () => {
  const page = await open('/');
  await page.getByRole('link', { name: /Kherson/ }).first().waitFor();
  const press = async (key, until, most = 200) => {
    for (let n = 0; n < most; n += 1) {
      await page.keyboard.press(key);
      if (await page.evaluate(until)) return;
    }
    assert.fail(`${key} never led to ${until}`);
  };
  await press('Tab', () => document.activeElement.matches('a[href^="/incidents/"]') && /Kherson/.test(document.activeElement.textContent));
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, 'none');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/incidents\//);
  await page.getByRole('heading', { name: 'Side by side' }).waitFor();
  await press('Tab', () => document.activeElement.closest('td') && /killed/i.test(document.activeElement.closest('tr').textContent));
  await page.keyboard.press('Enter');
  await page.locator('a[href*="#c-"]').first().waitFor();
  await close(page);
});

test('nothing that an article brings runs or leads astray', async () => {
  const hostile = (await (await fetch(`${server.address}/api/v1/incidents/${bus.id}`)).json()).accounts.find((a) => a.id === 'hostile');
  for (const path of [`/incidents/${bus.id}`, `/articles/${hostile.key}`, '/sources']) {
    const page = await open(path);
    await page.getByText('<script>').locator('visible=true').first().waitFor();
    const hrefs = await page.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.deepEqual(hrefs.filter((href) => !/^(https?:|\/|#|\?)/.test(href)), []);
    await close(page);
  }
});

test('Arabic runs from right to left, within a page that does not', async () => {
  const arabic = (await (await fetch(`${server.address}/api/v1/search?words=خيرسون`)).json()).articles[0];
  const page = await open(`/articles/${arabic.article}`);
  const way = await page.getByRole('heading', { level: 1 }).evaluate((e) => [getComputedStyle(e).direction, getComputedStyle(document.documentElement).direction]);
  assert.deepEqual(way, ['rtl', 'ltr']);
  await close(page);
});

for (const [locale, words] of [['uk-UA', 'Огляд'], ['it-IT', 'Panoramica']]) {
  test(`the page speaks ${locale}`, async () => {
    const page = await open('/', { locale });
    await page.getByRole('link', { name: words }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), locale.slice(0, 2));
    await close(page);
  });
}

test('an empty ledger leads to comparing', async () => {
  const empty = new Desk();
  const other = await serve('--db', empty.db);
  const page = await open('/', { at: other.address });
  await page.locator('main a[href="/compare"], main textarea').first().waitFor();
  await close(page);
  await other.stop();
  empty.leave();
});

describe('every view, wide and narrow, light and dark', () => {
  const views = {
    overview: () => '/',
    incident: () => `/incidents/${bus.id}`,
    article: async () => `/articles/${(await (await fetch(`${server.address}/api/v1/incidents/${bus.id}`)).json()).accounts[0].key}`,
    sources: () => '/sources',
    compare: () => '/compare',
    lists: () => '/lists',
  };
  for (const [name, path] of Object.entries(views)) {
    for (const [device, viewport] of Object.entries({ desk: DESKTOP, phone: PHONE })) {
      for (const scheme of ['light', 'dark']) {
        test(`${name}, ${device}, ${scheme}: no barrier that axe finds, nothing cut off`, async () => {
          const page = await open(await path(), { viewport, scheme });
          await page.waitForTimeout(1000); // events keep a connection open, so that the network is never idle
          assert.deepEqual(await barriers(page), []);
          const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
          assert.ok(scroll <= client, `${scroll} > ${client}`);
          await close(page);
        });
      }
    }
  }
});
