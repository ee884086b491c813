// Every page that a person can reach: accessible, light, in one piece on any width, in every language.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const AxeBuilder = require("@axe-core/playwright").default;
const { start, browser, signIn, shapes } = require("./node");

const MAX_BYTES = 60 * 1024; // over the wire, assets apart (design.md, 7)
let node, chrome;
test.before(async () => { node = await start(); chrome = await browser(); });
test.after(async () => { await chrome?.close(); await node?.stop(); });

async function inspect(page, address, report) {
  const answer = await page.goto(node.url + address);
  if (answer.status() !== 200) report.push(`${address}: status ${answer.status()}`);
  const bytes = (await answer.request().sizes()).responseBodySize;
  if (bytes > MAX_BYTES) report.push(`${address}: ${bytes} bytes`);
  for (const v of (await new AxeBuilder({ page }).analyze()).violations)
    report.push(`${address}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

for (const name of ["vpcp.overseer", "btc.head", "btc.officer", "badinh.officer", "auditor", "admin"])
  test(`every page of ${name} passes axe and is light`, { timeout: 240000 }, async () => {
    const { context, page, errors } = await signIn(chrome, node, name);
    const report = [];
    for (const address of await shapes(page, node)) await inspect(page, address, report);
    await context.close();
    assert.deepStrictEqual(report.concat(errors), []);
  });

test("pages work without JavaScript and pass axe then, too", { timeout: 240000 }, async () => {
  // axe itself needs script in the page: the page is loaded without, then looked at in a second window with its markup.
  const { context, page } = await signIn(chrome, node, "vpcp.overseer", { javaScriptEnabled: false });
  const looker = await chrome.newPage();
  const report = [];
  for (const address of ["/", "/my", "/tasks?class=open_overdue", "/sources", "/units", "/account"]) {
    const answer = await page.goto(node.url + address);
    assert.strictEqual(answer.status(), 200, address);
    assert.ok(await page.isVisible("h1, .headline"), address + " shows its heading");
    await looker.setContent((await answer.text()).replace(/<script[^>]*><\/script>/g, ""));
    for (const v of (await new AxeBuilder({ page: looker }).analyze()).violations) report.push(`${address}: ${v.id}`);
  }
  await context.close();
  assert.deepStrictEqual(report, []);
});

test("nothing is cut off from 320 px to 4K", { timeout: 240000 }, async () => {
  const { context, page } = await signIn(chrome, node, "vpcp.overseer");
  const report = [];
  const addresses = await shapes(page, node, 25);
  for (const width of [320, 768, 3840]) {
    await page.setViewportSize({ width, height: 900 });
    for (const address of addresses) {
      await page.goto(node.url + address);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) report.push(`${address} at ${width}: ${wide} px too wide`);
    }
  }
  await context.close();
  assert.deepStrictEqual(report, []);
});

test("each language is complete on every page", { timeout: 240000 }, async () => {
  for (const lang of ["vi", "de"]) {
    const { context, page } = await signIn(chrome, node, "vpcp.overseer");
    const addresses = await shapes(page, node, 25);
    await page.goto(`${node.url}/language/${lang}?next=/`);
    for (const address of addresses) {
      await page.goto(node.url + address);
      assert.strictEqual(await page.getAttribute("html", "lang"), lang, address);
      // Words of the frame and of headings, that no name of a law or person contains.
      const text = await page.innerText("body");
      const english = text.match(/\b(overdue|deadline|Sign out|Skip to|Everything|recognised|History|Search|Show)\b/);
      assert.ok(!english, `${address} in ${lang} says "${english}"`);
    }
    await context.close();
  }
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
