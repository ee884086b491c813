// Every page that a person can reach: accessible, light, in one piece on any width, in every language.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const AxeBuilder = require("@axe-core/playwright").default;
const { start, browser, signIn, crawl } = require("./node");

const MAX_BYTES = 60 * 1024; // over the wire, assets apart
let node, chrome;
test.before(async () => { node = await start(); chrome = await browser(); });
test.after(async () => { await chrome?.close(); await node?.stop(); });

async function inspect(page, address, answer, report) {
  if (answer.status() !== 200) report.push(`${address}: status ${answer.status()}`);
  const bytes = (await answer.request().sizes()).responseBodySize;
  if (bytes > MAX_BYTES) report.push(`${address}: ${bytes} bytes`);
  for (const v of (await new AxeBuilder({ page }).analyze()).violations)
    report.push(`${address}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`);
  await page.setViewportSize({ width: 320, height: 900 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) report.push(`${address} at 320: ${wide} px too wide`);
  await page.setViewportSize({ width: 1200, height: 900 });
}

test("every page that somebody reaches passes axe, is light and fits 320 px", { timeout: 600000 }, async () => {
  const seen = new Set();
  const report = [];
  for (const name of ["", "vpcp.overseer", "btc.head", "badinh.officer", "auditor", "admin"]) {
    const { context, page, errors } = await signIn(chrome, node, name);
    await crawl(page, node, seen, (address, answer) => inspect(page, address, answer, report));
    report.push(...errors);
    await context.close();
  }
  assert.deepStrictEqual(report, []);
  assert.ok(seen.size > 15, `${seen.size} kinds of page were seen`);
});

test("pages work without JavaScript and pass axe then, too", { timeout: 240000 }, async () => {
  // axe itself needs script in the page: the page is loaded without, then looked at in a second window with its markup.
  const { context, page } = await signIn(chrome, node, "vpcp.overseer", { javaScriptEnabled: false });
  const looker = await (await chrome.newContext()).newPage();
  const report = [];
  for (const address of ["/", "/my", "/tasks?class=open_overdue", "/tasks/new", "/sources", "/units", "/account"]) {
    const answer = await page.goto(node.url + address);
    assert.strictEqual(answer.status(), 200, address);
    assert.ok(await page.isVisible("h1, .headline"), address + " shows its heading");
    await looker.setContent((await answer.text()).replace(/<script[^>]*><\/script>/g, ""));
    for (const v of (await new AxeBuilder({ page: looker }).analyze()).violations) report.push(`${address}: ${v.id}`);
  }
  await context.close();
  assert.deepStrictEqual(report, []);
});

const main = ["/", "/my", "/tasks?class=open_overdue", "/tasks/new", "/sources", "/sources/new", "/tasks/import", "/units", "/units/changes", "/units/commune/00004", "/account", "/help", "/ledger"];

test("nothing is cut off on a very wide screen", { timeout: 240000 }, async () => {
  const { context, page } = await signIn(chrome, node, "vpcp.overseer", { viewport: { width: 3840, height: 1600 } });
  for (const address of main) {
    await page.goto(node.url + address);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), address);
  }
  await context.close();
});

test("each language is complete on every page", { timeout: 240000 }, async () => {
  const { context, page } = await signIn(chrome, node, "vpcp.overseer");
  for (const lang of ["vi", "de"]) {
    await page.goto(`${node.url}/language/${lang}?next=/`);
    for (const address of main) {
      await page.goto(node.url + address);
      assert.strictEqual(await page.getAttribute("html", "lang"), lang, address);
      // Words of the frame, of tables and forms, that no name of a law or person contains.
      const english = (await page.innerText("body")).match(/\b(overdue|deadline|Sign out|Skip to|recognised|History|Search|Show|Choose|this is needed)\b/);
      assert.ok(!english, `${address} in ${lang} says "${english}"`);
    }
  }
  await context.close();
});

test("the keyboard alone reaches the content, the menu and the actions", async () => {
  const { context, page } = await signIn(chrome, node, "vpcp.overseer");
  await page.goto(node.url + "/tasks?class=open_overdue");
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.className), /skip/);
  await page.keyboard.press("Enter");
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("table a"))) break;
  }
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(new URL(page.url()).pathname, /^\/tasks\/\d+$/);
  assert.ok(await page.isVisible("h1"));
  await context.close();
});
