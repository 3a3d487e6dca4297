// The page of `tellings read --html` in a real browser: widths, links, colour schemes, accessibility.
// TELLINGS names the program; Chromium is Debian's (CHROMIUM names another).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import axe from 'axe-core';
import { launch } from './browser.mjs';

const root = new URL('../..', import.meta.url).pathname;
const program = process.env.TELLINGS ?? join(root, 'target/debug/tellings');
const folder = mkdtempSync(join(tmpdir(), 'tellings-page-'));
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

let browser;
const pages = {};

/** Eleven accounts of one strike, in long words, with names that mean harm and one text in Arabic. */
function many() {
  const article = (id, more) => ({ id, language: 'en', published: `2025-03-04T${String(8 + Number(id)).padStart(2, '0')}:00:00Z`, ...more });
  const toll = (n) => `The death toll from a drone strike on a bus in Kherson on Monday rose to ${n}, police said on Tuesday. ${n + 9} people were wounded.`;
  const first = 'Five people were killed when a drone hit a bus in Kherson on Monday, the mayor said.\n\n<script>document.title = "taken"</script>';
  const rows = Array.from({ length: 8 }, (_, n) => article(String(n), { outlet: `outlet-${n}.example`, title: `Toll rises to ${n + 6}`, text: toll(n + 6) }));
  rows.push(article('8', { outlet: '"><script>document.title = "taken"</script>', url: 'javascript:alert(1)', title: 'Drone hits bus', text: first }));
  rows.push(article('9', { outlet: 'copy.example', url: 'https://copy.example/a?b&c', title: 'Drone hits bus', text: first }));
  rows.push(article('10', { outlet: 'long.example', title: '', text: `${toll(15)} ${'very'.repeat(60)}long.` }));
  rows.push(article('11', { outlet: 'arabic.example', language: 'ar', title: 'مقتل خمسة في خيرسون', text: 'قتل خمسة أشخاص في غارة على حافلة في خيرسون يوم الاثنين.' }));
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

function write(name, input) {
  const path = join(folder, `${name}.html`);
  try {
    execFileSync(program, ['read', '--html', path, input], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    assert.equal(error.status, 1, `${program}: ${error.stderr}`); // 1: a language that no pack reads
  }
  pages[name] = pathToFileURL(path).href;
}

/** Opens a page, and fails where the browser complains or asks for anything else. */
async function open(name, viewport, colorScheme = 'light') {
  const page = await browser.newPage({ viewport, colorScheme });
  page.on('console', (message) => assert.notEqual(message.type(), 'error', message.text()));
  page.on('request', (request) => assert.equal(request.url().split('#')[0], pages[name]));
  await page.goto(pages[name]);
  return page;
}

before(async () => {
  write('samples', join(root, 'samples/kramatorsk-station.jsonl'));
  writeFileSync(join(folder, 'many.jsonl'), many());
  write('many', join(folder, 'many.jsonl'));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

for (const name of ['samples', 'many']) {
  for (const [device, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
    describe(`${name} at a ${device}`, () => {
      test('the body does not scroll sideways', async () => {
        const page = await open(name, viewport);
        const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(scroll <= client, `${scroll} > ${client}`);
        await page.close();
      });

      test('a cell leads to its words, marked and in sight', async () => {
        const page = await open(name, viewport);
        const cell = page.locator('td a').first();
        const words = await cell.locator('bdi').last().innerText();
        await cell.click();
        const target = page.locator('mark:target');
        assert.equal(await target.innerText(), words);
        const box = await target.boundingBox();
        assert.ok(box.y >= 0 && box.y + box.height <= viewport.height, JSON.stringify(box));
        const [lit, plain] = await page.evaluate(() => {
          const ground = (mark) => getComputedStyle(mark).backgroundColor;
          return [ground(document.querySelector('mark:target')), ground(document.querySelector('mark:not(:target)'))];
        });
        assert.notEqual(lit, plain);
        await page.close();
      });

      for (const scheme of ['light', 'dark']) {
        test(`no barrier that axe finds, ${scheme}`, async () => {
          const page = await open(name, viewport, scheme);
          await page.locator('summary').evaluateAll((all) => all.forEach((s) => s.click()));
          await page.evaluate(() => { location.hash = document.querySelector('mark').id; });
          await page.evaluate(() => scrollTo(0, 0)); // heads of tables that are scrolled past lie over their last rows
          await page.evaluate(axe.source);
          const { violations } = await page.evaluate(() => window.axe.run({ rules: { 'target-size': { enabled: true } } }));
          assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`), []);
          await page.close();
        });
      }
    });
  }
}

test('the page is dark where the reader wants it dark', async () => {
  const ground = async (scheme) => {
    const page = await open('samples', DESK, scheme);
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.close();
    return colour.match(/\d+/g).map(Number).reduce((sum, n) => sum + n);
  };
  assert.ok(await ground('light') > 700);
  assert.ok(await ground('dark') < 100);
});

test('on a phone every cell names its outlet, and empty ones are gone', async () => {
  const page = await open('many', PHONE);
  assert.ok(await page.locator('td a .on').first().isVisible());
  assert.equal(await page.locator('td:empty').first().isVisible(), false);
  await page.close();
});

test('with many accounts the table scrolls in its box and the voices stay', async () => {
  const page = await open('many', DESK);
  const box = page.locator('.scroll').first();
  assert.ok(await box.evaluate((e) => e.scrollWidth > e.clientWidth));
  const voice = box.locator('th[scope=row]').first();
  const before = await voice.boundingBox();
  await box.evaluate((e) => { e.scrollLeft = 400; });
  assert.equal((await voice.boundingBox()).x, before.x);
  await page.close();
});

test('the skip link comes first and the keyboard is seen', async () => {
  const page = await open('samples', DESK);
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip');
  assert.ok(await skip.evaluate((e) => e === document.activeElement && e.getBoundingClientRect().left >= 0));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, 'none');
  await page.close();
});

test('nothing that an article brings runs or leads astray', async () => {
  const page = await open('many', DESK);
  assert.ok((await page.title()).endsWith('Tellings'));
  const hrefs = await page.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.deepEqual(hrefs.filter((href) => !href.startsWith('#')), ['https://copy.example/a?b&c']);
  assert.equal(await page.locator('[lang=ar] >> nth=0').getAttribute('dir'), 'rtl');
  await page.close();
});

test('on paper nothing is cut off', async () => {
  const page = await open('many', { width: 700, height: 900 });
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 1000);
  await page.close();
});
