// A webhook as a program elsewhere receives it: over https, verified with the certificates of the system, checked with
// code that is not ours. The certificate is trusted by this one node only, in a mount namespace of its own.
"use strict";
const test = require("node:test");
const assert = require("node:assert");
const crypto = require("node:crypto");
const fs = require("node:fs");
const https = require("node:https");
const os = require("node:os");
const path = require("node:path");
const { spawnSync, execFileSync } = require("node:child_process");
const { start, browser, signIn, go } = require("./node");

const trusted = "/etc/ssl/certs/ca-certificates.crt"; // where Debian's libcurl looks
const able = spawnSync("unshare", ["-m", "mount", "--bind", "/dev/null", trusted]).status === 0;
const needs = able ? {} : { skip: "this needs the right to mount, in a namespace of its own" };

// By the words of Standard Webhooks: "id.timestamp.body", HMAC-SHA256 with the bytes behind "whsec_".
function isSigned(message, secret) {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = message.headers;
  const want = crypto.createHmac("sha256", Buffer.from(secret.slice(6), "base64")).update(`${id}.${at}.${message.body}`).digest("base64");
  return signature.split(" ").includes("v1," + want) && Math.abs(Date.now() / 1000 - Number(at)) < 300;
}

function receiver(folder) {
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(folder, name));
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
    "/CN=receiver", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert], { stdio: "ignore" });
  const heard = [];
  const server = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, (request, answer) => {
    let body = "";
    request.on("data", (part) => { body += part; });
    request.on("end", () => { heard.push({ headers: request.headers, body }); answer.writeHead(204).end(); });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve({ server, heard, cert, port: server.address().port })));
}

test("a receiver over https gets a signed message, and none if its certificate is not trusted", { timeout: 300000, ...needs }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lt-webhook-"));
  const { server, heard, cert, port } = await receiver(folder);
  const node = await start("--hooks-local");
  const chrome = await browser();
  const { page } = await signIn(chrome, node, "admin");
  const answered = async (says) => {
    for (let tries = 0; tries < 200; tries++) {
      await page.reload();
      if (says.test(await page.innerText("main"))) return;
      await new Promise((r) => setTimeout(r, 100));
    }
    assert.match(await page.innerText("main"), says);
  };
  try {
    await page.goto(node.url + "/hooks");
    await page.fill("#url", `https://localhost:${port}/in`);
    await go(page, "button:has-text('Register')");
    const secret = (await page.innerText("main")).match(/whsec_\S+/)[0];
    await go(page, "button:has-text('Send a test message')");
    await answered(/certificate/i);
    assert.strictEqual(heard.length, 0);

    node.under = ["unshare", "-m", "sh", "-c", `mount --bind '${cert}' ${trusted} && exec "$@"`, "sh"];
    await node.again("--hooks-local");
    await answered(/\d\d:\d\d\s+arrived/);
    assert.strictEqual(heard.length, 1);
    assert.strictEqual(JSON.parse(heard[0].body).type, "test");
    assert.ok(isSigned(heard[0], secret));
    assert.ok(!isSigned({ ...heard[0], body: heard[0].body.replace("test", "tost") }, secret));
  } finally {
    await chrome.close();
    await node.stop();
    server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
