// The list of units as those who publish it use it: one person writes down a merger, another approves and publishes it.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { start, browser, signIn, go, look, secondAdmin, SECOND } = require("./node");

const text = (page) => page.innerText("main");
let node, chrome;
test.before(async () => { node = await start(); chrome = await browser(); });
test.after(async () => { await chrome?.close(); await node?.stop(); });

test("a merger is written by one person, approved and published by another, and then stands in the list", { timeout: 600000 }, async () => {
  const one = await signIn(chrome, node, "admin");
  await secondAdmin(chrome, node, one.page);
  const page = one.page;

  await page.goto(node.url + "/units/releases");
  await look(page);
  await page.fill("#title", "Kẻ Chợ");
  await page.fill("#act", "Nghị quyết 1/NQ-UBTVQH15");
  await page.fill("#day", "2025-09-01");
  await go(page, "button:has-text('Begin the draft')");
  const draft = page.url();
  assert.match(await text(page), /Nothing is written down yet/);
  await look(page);

  await go(page, "a:has-text('Merge units')");
  for (const words of ["hoan kiem", "cua nam"]) { // found without tone marks, taken by a link
    await page.fill("#find", words);
    await go(page, "form.filters button");
    await go(page, "table.data a");
  }
  assert.match(await text(page), /These are: Phường Hoàn Kiếm \(\d+\); Phường Cửa Nam/);
  await look(page);
  await go(page, "button:has-text('Write it into the draft')"); // the new unit is not described yet
  assert.match(await text(page), /write the code of the new unit/);
  await look(page);
  await page.fill("#code", "00099");
  await page.fill("#type", "phường");
  await page.fill("#name", "Phường Kẻ Chợ");
  await page.fill("#clause", "Điều 1");
  await go(page, "button:has-text('Write it into the draft')");
  assert.match(await text(page), /Phường Hoàn Kiếm \(\d+\) and Phường Cửa Nam \(\d+\) merge whole into Phường Kẻ Chợ \(00099\)/);
  assert.match(await text(page), /Another person with the right to approve it/);

  await go(page, "button:has-text('Check the draft')");
  assert.match(await text(page), /No mistake was found/);
  assert.match(await text(page), /3,321\s+3,320/);
  await look(page);
  for (const more of ["/lines", "/line?line=1", "/add?what=split", "/add?what=kind", "/add?what=new", "/add?what=code"]) {
    await page.goto(draft + more);
    await look(page);
  }

  const two = await signIn(chrome, node, SECOND.name, { password: SECOND.password, javaScriptEnabled: false });
  const looker = await (await chrome.newContext()).newPage();
  await two.page.goto(draft);
  await look(two.page, looker);
  await go(two.page, "button:has-text('Approve the draft')");
  await go(two.page, "a:has-text('Publish it')");
  await look(two.page, looker);
  await go(two.page, "button:has-text('Publish release')");
  assert.match(await two.page.innerText("h1"), /^Release \d+: Kẻ Chợ$/);
  await look(two.page, looker);
  await go(two.page, "a:has-text('Compare with the one before')");
  assert.match(await text(two.page), /Phường Kẻ Chợ/);
  assert.match(await text(two.page), /Nghị quyết 1\/NQ-UBTVQH15, Điều 1/);
  await look(two.page, looker);

  await page.goto(node.url + "/units/compare?from=2025-08-31&to=2025-09-01");
  await look(page);
  await page.goto(node.url + "/units?words=ke+cho&on=2025-09-01");
  assert.match(await text(page), /Phường Kẻ Chợ/);
  await go(page, "table.data a:has-text('Phường Kẻ Chợ')");
  assert.match(await page.innerText("h1"), /Phường Kẻ Chợ/);
  await page.goto(node.url + "/units?words=ke+cho&on=2025-08-31");
  assert.doesNotMatch(await text(page), /Phường Kẻ Chợ/);
  await page.goto(node.url + "/units?words=cua+nam&on=2025-09-01");
  assert.doesNotMatch(await text(page), /Phường Cửa Nam/);
  assert.deepStrictEqual([...one.errors, ...two.errors], []);
  await one.context.close();
  await two.context.close();
});
