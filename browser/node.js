// A node of its own for a test file: real binary, real demo, real browser.
"use strict";
const { spawn, execFileSync } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const assert = require("node:assert");
const { chromium } = require("playwright-core");
const AxeBuilder = require("@axe-core/playwright").default;

const root = path.join(__dirname, "..");
const binary = process.env.LIENTHONG || path.join(root, "build", "asan", "lienthong");
exports.PASSWORD = "lienthong-demo-2025";

const freePort = () => new Promise((resolve, reject) => {
  const s = net.createServer();
  s.once("error", reject);
  s.listen(0, "127.0.0.1", () => { const { port } = s.address(); s.close(() => resolve(port)); });
});

// Starts the program on a fresh demo, with these settings; again() restarts it with others, stop() ends it and removes its data.
// node.under: the words of a command under which it starts again.
exports.start = async (...settings) => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "lt-browser-"));
  execFileSync(binary, ["demo", "--data", data], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const node = { url, data, under: [] };
  let child;
  const serve = async () => {
    const [command, ...words] = [...node.under, binary, "serve", "--data", data, "--port", String(port), ...settings];
    child = spawn(command, words, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    for (let tries = 0; ; tries++) {
      const ok = await fetch(url + "/healthz").then((r) => r.ok, () => false);
      if (ok) break;
      if (tries > 200 || child.exitCode !== null) throw new Error("the program does not answer");
      await new Promise((r) => setTimeout(r, 50));
    }
  };
  const end = async () => {
    child.kill("SIGTERM");
    await new Promise((r) => (child.exitCode === null ? child.once("exit", r) : r()));
  };
  node.again = async (...others) => { settings = others; await end(); await serve(); };
  node.stop = async () => { await end(); fs.rmSync(data, { recursive: true, force: true }); };
  await serve();
  return node;
};

exports.browser = () => chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

// A browser window in which this person is signed in, in this language.
exports.signIn = async (browser, node, name, { password = exports.PASSWORD, ...options } = {}) => {
  const context = await browser.newContext({ locale: "en", viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (m) => { if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) errors.push(m.text()); });
  page.on("pageerror", (e) => errors.push(String(e)));
  if (name) {
    await page.goto(node.url + "/sign-in");
    await page.fill("#name", name);
    await page.fill("#password", password);
    await Promise.all([page.waitForNavigation(), page.click("main form button")]);
    if (new URL(page.url()).pathname === "/sign-in") throw new Error("cannot sign in as " + name);
  }
  return { context, page, errors };
};

// Not pages, or pages that need more than a link gives: a proof's numbers, a one-time key.
const elsewhere = /\.(json|csv|xlsx|geojson|ics|atom)$|^\/(language|assets|metrics|healthz|openapi|password)|^\/ledger\/(tile|checkpoint|proof|consistency)|\/files\//;
const shape = (path) => path.replace(/\/\d+/g, "/:id");

// Follows the links from "/", one of each shape ("/tasks/:id"), and visits each once; a shape that
// is in seen is passed over, so that several people share the work.
exports.crawl = async (page, node, seen, visit) => {
  const todo = ["/"];
  const known = new Set(todo);
  for (let address; (address = todo.shift()); ) {
    const first = !seen.has(shape(address));
    const answer = await page.goto(node.url + address);
    seen.add(shape(address));
    if (first) await visit(address, answer);
    for (const href of await page.$$eval("main a[href], header nav a[href], .who a[href], footer a[href]", (all) => all.map((a) => a.href))) {
      const u = new URL(href);
      if (u.origin !== node.url || elsewhere.test(u.pathname) || known.has(shape(u.pathname)) || seen.has(shape(u.pathname))) continue;
      known.add(shape(u.pathname));
      todo.push(u.pathname + u.search);
    }
  }
};

exports.go = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

// Accessible, and in one piece on a small screen. axe needs script: pages without it are looked at in a second window.
exports.look = async (page, looker) => {
  const report = [];
  if (looker) await looker.setContent((await page.content()).replace(/<script[^>]*><\/script>/g, ""));
  for (const v of (await new AxeBuilder({ page: looker || page }).analyze()).violations)
    report.push(`${page.url()}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`);
  if (!looker) {
    await page.setViewportSize({ width: 320, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) report.push(`${page.url()} at 320: ${wide} px too wide`);
    await page.setViewportSize({ width: 1200, height: 900 });
  }
  assert.deepStrictEqual(report, []);
};

// A second administrator, made as an administrator makes one.
exports.SECOND = { name: "admin.two", password: "chợ Đồng Xuân họp sáng" };
exports.secondAdmin = async (browser, node, page) => {
  const { go, SECOND } = exports;
  await page.goto(node.url + "/accounts/new");
  await page.fill("#person", "Người Thứ Hai");
  await page.fill("#name", SECOND.name);
  await page.fill("#unit", "VN");
  await go(page, "main form button");
  const link = new URL((await page.innerText(".done-message pre")).trim());
  await page.click("summary:has-text('Grant a role')");
  await page.selectOption("#role", "admin");
  await page.fill("details[open] #unit, details.act #unit", "VN");
  await go(page, "button:has-text('Grant the role')");
  const context = await browser.newContext({ locale: "en" });
  const own = await context.newPage();
  await own.goto(node.url + link.pathname + link.search);
  await own.fill("#password", SECOND.password);
  await own.fill("#again", SECOND.password);
  await go(own, "main form button");
  assert.strictEqual(new URL(own.url()).pathname, "/sign-in");
  await context.close();
};
