// shoot.mjs CHROMIUM BUNDLE ANSWER PICTURE: opens the page in a browser and takes a picture of all of it.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [executablePath, bundle, answer, path] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
const page = await browser.newPage({ viewport: { width: 1608, height: 900 } });
const wrong = [];
page.on('pageerror', (error) => wrong.push(error.stack ?? error.message));
await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html',
  body: '<!doctype html><html><body><div id="root"></div></body></html>' }));
await page.goto('http://localhost/');
await page.addScriptTag({ content: `window.answer = ${readFileSync(answer, 'utf8')};` });
await page.addStyleTag({ path: bundle.replace(/js$/, 'css') });
await page.addScriptTag({ path: bundle });
await page.waitForFunction(() => document.querySelectorAll('canvas').length > 5);
// Tables draw what is in view only.
await page.setViewportSize({ width: 1608, height: await page.evaluate(() => document.body.scrollHeight) });
await page.waitForTimeout(2000);
await page.screenshot({ path });
await browser.close();
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
