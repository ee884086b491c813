// A merger of wards that owe something, seen on each page that it touches: drafts and their mistakes, who and what would
// move, the run, figures by the units of both days; and the page of webhooks.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const { start, browser, signIn, go, look, secondAdmin, SECOND } = require("./node");

let node, chrome, one, two;
test.before(async () => {
  node = await start("--today", "2025-08-28");
  chrome = await browser();
  one = await signIn(chrome, node, "admin");
  await secondAdmin(chrome, node, one.page);
  two = await signIn(chrome, node, SECOND.name, { password: SECOND.password });
});
test.after(async () => { await chrome?.close(); await node?.stop(); });

const text = (page) => page.innerText("main");
const visit = (page, address) => page.goto(node.url + address);
const write = (page) => go(page, "button:has-text('Write it into the draft')");
// Fields in error that do not point to what is said of them.
const untold = (page) => page.$$eval(".field.wrong :is(input, textarea, select)", (all) =>
  all.filter((i) => !document.getElementById((i.getAttribute("aria-describedby") || "").split(" ").pop())).map((i) => i.name));
const clean = (who) => assert.deepStrictEqual(who.errors, []);

async function begin(title, day) {
  const { page } = one;
  await visit(page, "/units/releases");
  await page.fill("#title", title);
  await page.fill("#act", "Nghị quyết 2/NQ-UBTVQH15");
  await page.fill("#day", day);
  await go(page, "button:has-text('Begin the draft')");
  return page.url();
}

async function merge(draft, units, code, name) {
  const { page } = one;
  await page.goto(draft + "/add?what=merge");
  await page.fill("#units", units);
  await page.fill("#code", code);
  await page.fill("#type", "phường");
  await page.fill("#name", name);
  await write(page);
}

async function publish(draft) {
  const { page } = two;
  await page.goto(draft);
  await go(page, "button:has-text('Approve the draft')");
  await go(page, "a:has-text('Publish it')");
  await go(page, "button:has-text('Publish release')");
}

test("nothing passes on where nothing ends", { timeout: 600000 }, async () => {
  const { page } = one;
  await visit(page, "/units/succession?on=2025-06-30");
  assert.match(await text(page), /Nothing is left at units/);
  await look(page);
  const answer = await visit(page, "/units/succession?on=2025-02-31");
  assert.strictEqual(answer.status(), 422);
  await look(page);
  clean(one);
});

test("each form of a draft tells its mistakes at their fields", { timeout: 600000 }, async () => {
  const { page } = one;
  const wrong = {
    merge: { units: "77777\nPhường Ba Đình" },
    split: { units: "Phường Ba Đình", parts: "Phường Không Có; 60; x" },
    rename: { units: "Phường Ba Đình\nPhường Ngọc Hà" },
    kind: { units: "Phường Ba Đình", type: "phường" },
    new: { code: "9" },
    dissolve: { units: "" },
    code: { units: "xyz", code: "" },
  };
  const draft = await begin("Thử", "2025-09-01");
  for (const [what, fields] of Object.entries(wrong)) {
    await page.goto(`${draft}/add?what=${what}`);
    await look(page);
    for (const [name, value] of Object.entries(fields)) await page.fill("#" + name, value);
    await write(page);
    assert.ok(await page.locator(".field.wrong").count() > 0, what);
    assert.deepStrictEqual(await untold(page), [], what);
    await look(page);
  }
  await page.goto(draft);
  assert.match(await text(page), /Nothing is written down yet/);
  await page.click("summary:has-text('Reject it')");
  await page.fill("#reason", "Chỉ để thử");
  await go(page, "button:has-text('Reject the draft')");
  await look(page);
  clean(one);
});

test("what a merger moves is shown before, passes by itself on the day, and stands in the run", { timeout: 600000 }, async () => {
  const { page } = one;
  const draft = await begin("Ba Đình", "2025-09-01");
  await merge(draft, "00004\n00008", "00098", "Phường Ba Đình Mới");
  await publish(draft);
  await visit(page, "/units/succession");
  assert.match(await text(page), /Nothing is left at units/);
  await page.fill("#on", "2025-09-01");
  await go(page, "form.filters button");
  assert.match(await text(page), /Phường Ba Đình\s+1 Sep 2025\s+Phường Ba Đình Mới/);
  const moves = Number((await text(page)).match(/(\d+) items? would pass on/)[1]);
  assert.ok(moves >= 2, "the ward's task and its officer's role");
  await look(page);

  await node.again("--today", "2025-09-01");
  const done = new RegExp(`1 Sep 2025\\s.*by the system\\s+${moves}\\s+0`);
  for (let tries = 0; !done.test(await text(page)); tries++) {
    assert.ok(tries < 200, "the server did not do it");
    await visit(page, "/units/succession");
  }
  await look(page);
  await go(page, "table.data th a");
  assert.match(await page.innerText("h1"), /Succession of 1 September 2025/);
  assert.match(await text(page), /Release \d+: Ba Đình/);
  assert.strictEqual(await page.locator("tbody tr").count(), moves);
  await look(page);
  await go(page, "tbody td a");
  assert.match(await text(page), /Phường Ba Đình Mới/);
  await look(page);
  clean(one);
  clean(two);
});

test("who takes over from a ward that is split is decided by a person, with a reason", { timeout: 600000 }, async () => {
  const { page } = one;
  const draft = await begin("Chia", "2025-09-10");
  await page.goto(draft + "/add?what=split");
  await page.fill("#units", "00098");
  await page.fill("#parts", "Phường Hoàn Kiếm; 60\nPhường Cửa Nam; 40");
  await write(page);
  await publish(draft);
  await visit(page, "/units/succession?on=2025-09-10");
  assert.match(await text(page), /1 unit needs a decision/);
  assert.match(await text(page), /Phường Hoàn Kiếm \(proposed: the main part\)/);
  await look(page);
  await go(page, "button:has-text('Decide')");
  assert.ok(await page.isVisible("#successor-error") && await page.isVisible("#reason-error"));
  assert.deepStrictEqual(await untold(page), []);
  await look(page);
  await page.selectOption("#successor", { label: "Phường Cửa Nam" });
  await page.fill("#reason", "Biên bản 1");
  await go(page, "button:has-text('Decide')");
  assert.match(await text(page), /0 units need a decision/);
  assert.match(await text(page), /Phường Cửa Nam/);
  await look(page);
  clean(one);
});

test("what differs between two days is compared, and what cannot be is told at its field", { timeout: 600000 }, async () => {
  const { page } = one;
  for (const [from, to, says] of [
    ["2025-08-31", "2025-09-01", /3 differences/],
    ["2025-08-31", "2025-08-31", /Both lists are the same/],
    ["2025-06-30", "2025-07-01", /differences/],
    ["soon", "2025-09-01", /write/],
  ]) {
    await visit(page, `/units/compare?from=${from}&to=${to}`);
    assert.match(await text(page), says);
    await look(page);
  }
  clean(one);
});

test("the overview by the units of a past day has other rows and the same sum", { timeout: 600000 }, async () => {
  const who = await signIn(chrome, node, "vpcp.overseer");
  const { page } = who;
  const rows = () => page.$$eval('[aria-label="Agencies and states"] tbody tr', (all) => all.map((r) => [...r.cells].map((cell) => cell.innerText)));
  const sum = (table) => table.reduce((n, row) => n + Number(row[1].replace(/\D/g, "")), 0);
  await visit(page, "/?rows=all&asof=2025-06-30&units=2025-08-28");
  const after = await rows();
  const headline = await page.innerText(".headline");
  await page.fill("#units", "2025-06-30");
  await go(page, "form.filters button");
  await visit(page, page.url().slice(node.url.length) + "&rows=all");
  const before = await rows();
  assert.match(await text(page), /by the units as they were on 30 June 2025/);
  assert.ok(before.some(([name]) => /Kiên Giang/.test(name)) && !after.some(([name]) => /Kiên Giang/.test(name)));
  assert.strictEqual(await page.innerText(".headline"), headline);
  assert.strictEqual(sum(before), sum(after));
  assert.ok(before.length > after.length && sum(after) > 0);
  await look(page);
  clean(who);
  await who.context.close();
});

test("webhooks: none, one that cannot be, one that is registered", { timeout: 600000 }, async () => {
  const { page } = one;
  await visit(page, "/hooks");
  assert.match(await text(page), /No address is registered/);
  await look(page);
  for (const url of ["", "http://example.org/in", "example"]) {
    await page.fill("#url", url);
    await go(page, "button:has-text('Register')");
    assert.ok(await page.isVisible("#url-error"), url);
    assert.deepStrictEqual(await untold(page), []);
    assert.strictEqual(await page.inputValue("#url"), url);
    await look(page);
  }
  await page.fill("#url", "https://example.org/a-very-long-path/of-a-program-that-listens/to-changes-of-units?token=0123456789abcdef");
  await page.fill("#note", "Cổng dữ liệu");
  await go(page, "button:has-text('Register')");
  assert.match(await text(page), /whsec_/);
  await look(page);
  await go(page, "button:has-text('Send a test message')");
  await look(page);
  await go(page, "button:has-text('Stop it')");
  assert.match(await text(page), /It is stopped/);
  await look(page);
  await visit(page, "/hooks");
  await look(page);
  clean(one);
});
