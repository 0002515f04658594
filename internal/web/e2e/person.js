// A person with a browser. Whatever a page complains of, and whatever it asks of anybody but the program, is kept as a fault.
import { chromium } from "playwright-core";
import assert from "node:assert/strict";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
let browser;

export async function open() {
  browser ??= await chromium.launch({
    executablePath: executable,
    args: ["--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
  });
  return browser;
}
export const shut = () => browser?.close();

export const faults = [];

// person opens a browser of its own. Options are those of a Playwright context, such as javaScriptEnabled.
export async function person(name, url, options = {}) {
  const context = await (await open()).newContext({ baseURL: url, locale: "en-GB", reducedMotion: "reduce", viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const who = { name, url, context, page, expected: new Set() };
  watch(who, page);
  context.on("page", (p) => p !== page && watch(who, p));
  return who;
}

function watch(who, page) {
  page.on("console", (m) => {
    if (m.type() !== "error" && m.type() !== "warning") return;
    const status = m.text().match(/status of (\d+)/)?.[1];
    if (status && who.expected.has(Number(status))) return;
    faults.push(`${who.name}: the browser says on ${page.url()}: ${m.text()}`);
  });
  page.on("pageerror", (e) => faults.push(`${who.name}: a script fails on ${page.url()}: ${e.message}`));
  page.on("request", (r) => {
    if (!r.url().startsWith(who.url + "/") && !/^(data|blob|about|chrome)/.test(r.url())) faults.push(`${who.name}: ${page.url()} asks for ${r.url()}`);
  });
  page.on("response", (r) => {
    if (r.status() >= 400 && !who.expected.has(r.status())) faults.push(`${who.name}: ${r.url()} answers ${r.status()}`);
  });
}

// visit opens a path and wants a page.
export async function visit(who, path) {
  const answer = await who.page.goto(path);
  assert.ok(answer, `${path} gives nothing`);
  assert.equal(answer.status(), 200, `${who.name}: ${path}`);
}

// signIn signs in by the form.
export async function signIn(who, login, password) {
  await visit(who, "/login");
  await who.page.fill("[name=login]", login);
  await who.page.fill("[name=password]", password);
  await press(who, "main form[action='/login'] [type=submit]");
  assert.doesNotMatch(new URL(who.page.url()).pathname, /^\/login/, `${login} cannot sign in: ${await who.page.locator("main").innerText()}`);
}

// press presses a button or a link that leads to another page.
export async function press(who, selector) {
  const target = typeof selector === "string" ? who.page.locator(selector).first() : selector;
  await Promise.all([who.page.waitForNavigation(), target.click()]);
}

// says wants words in the content of the page.
export async function says(who, ...words) {
  const text = (await who.page.locator("main").innerText()).replace(/\s+/g, " ");
  for (const w of words) assert.ok(w instanceof RegExp ? w.test(text) : text.includes(w), `${who.name}: ${who.page.url()} does not say "${w}", but: ${text.slice(0, 600)}`);
}
