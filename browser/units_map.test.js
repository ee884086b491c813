// The map, the tree and the story of units: with Leaflet, as a picture without script, by keyboard.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const AxeBuilder = require("@axe-core/playwright").default;
const { start, browser, signIn } = require("./node");

const shared = path.join(process.env.LT_SHARED || path.join(__dirname, "..", "..", "shared"), "data", "units");
const provinces = path.join(shared, "outlines_provinces.geojson");
const communes = path.join(shared, "outlines_communes.topojson");
const there = fs.existsSync(provinces) && fs.existsSync(communes) ? {} : { skip: "the outlines are not part of the project" };
const axe = async (page) => (await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`);

let node, chrome, admin;
test.before(async () => { node = await start(); chrome = await browser(); admin = await signIn(chrome, node, "admin"); });
test.after(async () => { await chrome?.close(); await node?.stop(); });

// Each message of the console that is an error counts, so a violation of the Content-Security-Policy does.
const clean = (who) => assert.deepStrictEqual(who.errors, []);

async function load(file, says) {
  const { page } = admin;
  await page.goto(node.url + "/units/outlines");
  await page.setInputFiles("#file", file);
  await page.fill("#source", "Test & more");
  await Promise.all([page.waitForNavigation(), page.click("main form button")]);
  assert.match(await page.innerText("main"), says);
}

test("without outlines the map says what to load, to those who may", { timeout: 600000 }, async () => {
  const { page } = admin;
  await page.goto(node.url + "/units/map");
  assert.match(await page.innerText("main"), /lienthong unit outlines/);
  assert.strictEqual(await page.locator("table tbody tr").count(), 34);
  assert.deepStrictEqual(await axe(page), []);
});

test("outlines are loaded in the browser and drawn: 34 provinces, the communes of each", { timeout: 600000, ...there }, async () => {
  await load(provinces, /34 got an outline, 0 have none/);
  await load(communes, /got an outline/);
  const { page } = admin;
  await page.goto(node.url + "/units/map");
  await page.waitForSelector(".live[data-shapes='34']");
  assert.strictEqual(await page.locator(".live path.unit").count(), 34);
  assert.deepStrictEqual(await axe(page), []);
  await page.goto(node.url + "/units/map?unit=01");
  const rows = await page.locator("table tbody tr").count();
  await page.waitForSelector(`.live[data-shapes='${rows}']`);
  assert.ok(rows > 100, `${rows} communes`);
  await page.goto(node.url + "/units/00004");
  await page.waitForSelector(".live path.marked");
  assert.deepStrictEqual(await axe(page), []);
  clean(admin);
});

test("a click on the map leads to the unit, and so does the keyboard in the table", { timeout: 600000, ...there }, async () => {
  const { page } = admin;
  await page.goto(node.url + "/units/map");
  await page.waitForSelector(".live path.unit");
  await page.locator(".live").focus();
  await page.keyboard.press("+");
  const link = page.locator("td.main a").first();
  await link.focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(new URL(page.url()).pathname, /^\/units\/\d+$/);
  clean(admin);
});

test("without JavaScript the map is a picture with the table, and the tree unfolds by links", { timeout: 600000, ...there }, async () => {
  const who = await signIn(chrome, node, "", { javaScriptEnabled: false, viewport: { width: 320, height: 900 } });
  const looker = await (await chrome.newContext()).newPage();
  for (const address of ["/units/map", "/units/map?unit=01", "/units/tree"]) {
    const answer = await who.page.goto(node.url + address);
    const body = await answer.text();
    assert.ok((await answer.request().sizes()).responseBodySize < 60 * 1024, address + " is light");
    if (address.includes("map")) assert.ok((body.match(/<path class="unit"/g) || []).length >= 34, address + " is drawn");
    await looker.setContent(body.replace(/<script[^>]*><\/script>/g, ""));
    assert.deepStrictEqual(await axe(looker), [], address);
  }
  await who.page.locator("details[open] a", { hasText: "▸" }).first().click();
  assert.ok(await who.page.locator("details[open] details[open] li").count() > 30);
  await who.context.close();
});

test("pages of the picture fit 320 px", { timeout: 600000, ...there }, async () => {
  const who = await signIn(chrome, node, "admin", { viewport: { width: 320, height: 900 } });
  for (const address of ["/units/map", "/units/tree", "/units/outlines", "/units/00004", "/units/01"]) {
    await who.page.goto(node.url + address);
    await who.page.waitForLoadState("networkidle");
    assert.ok(await who.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), address);
  }
  clean(who);
  await who.context.close();
});
