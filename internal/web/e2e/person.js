// A person with a browser, who does things by the words on the page. Whatever a page complains of, and whatever it asks of
// anybody but the program, is kept as a fault.
import { chromium } from "playwright-core";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mouse, keys } from "./hands.js";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
let browser;

async function open() {
  browser ??= await chromium.launch({
    executablePath: executable,
    args: ["--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
  });
  return browser;
}
export const shut = () => browser?.close();

export const faults = [];

// person opens a browser of its own. Options are those of a Playwright context, such as javaScriptEnabled, and byKeys for somebody
// who has no mouse.
export async function person(name, program, { byKeys, ...options } = {}) {
  const context = await (await open()).newContext({ baseURL: program.url, locale: "en-GB", reducedMotion: "reduce", viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(30_000);
  const who = new Person(name, program, context, await context.newPage(), options.javaScriptEnabled ?? true, byKeys ? keys : mouse);
  context.on("page", (p) => who.watch(p));
  who.watch(who.page);
  return who;
}

const exactly = (words) => (words instanceof RegExp ? words : new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`));
const label = (words) => (words instanceof RegExp ? words : new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\s*\\(optional\\))?\\s*$`));
const beginning = (words) => (words instanceof RegExp ? words : new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));

// Hands do what a person does with a page, or with the part of it in which they are.
class Hands {
  constructor(who, root) {
    Object.assign(this, { who, root });
  }

  get tab() { return this.who.page; }
  get way() { return this.who.by; }

  // in is a part of the page: an element of a kind that holds some words.
  in(selector, words) {
    return new Hands(this.who, this.root.locator(selector).filter(words ? { hasText: words } : {}).first());
  }

  // follows goes where a link leads.
  async follows(words) {
    await this.#leads(() => this.way.press(this.root.getByRole("link", { name: exactly(words) }).first()));
  }

  // presses presses a button, and waits until what it sends was answered and the page to which it leads is there.
  async presses(words) {
    const loaded = this.tab.waitForEvent("load").catch(() => {});
    const [answer] = await Promise.all([this.tab.waitForResponse((r) => r.request().method() === "POST" || r.request().isNavigationRequest()), this.way.press(this.#button(words))]);
    if (answer.request().isNavigationRequest()) await loaded;
  }

  // turns presses a button that leads to another page once what was typed is stored.
  async turns(words) {
    await this.#leads(() => this.way.press(this.#button(words)));
  }

  // pressesTwice presses a button twice, without waiting for what comes of it.
  async pressesTwice(words) {
    await this.way.twice(this.#button(words));
  }

  #button(words) {
    return this.root.getByRole("button", { name: exactly(words) }).first();
  }

  // shows tells whether there is a link, a button or the like with some words.
  async shows(role, words) {
    return (await this.root.getByRole(role, { name: exactly(words) }).count()) > 0;
  }

  async #leads(act) {
    await Promise.all([this.tab.waitForEvent("load"), act()]);
  }

  // types puts words into a field, in place of what was there.
  async types(field, words) {
    await this.way.fill(this.root.getByLabel(label(field)).first(), words);
  }

  // picks takes an option of a list.
  async picks(field, option) {
    const list = this.root.getByLabel(label(field)).first();
    const value = await list.locator("option").filter({ hasText: option }).first().getAttribute("value");
    await this.way.pick(list, value);
  }

  // ticks chooses what begins with some words: one of several, or a box.
  async ticks(words) {
    const found = this.root.getByRole("radio", { name: beginning(words) }).or(this.root.getByRole("checkbox", { name: beginning(words) }));
    await this.way.check(found.first());
  }

  // attaches takes a file into a field: a path, or { name, mimeType, buffer }.
  async attaches(field, file) {
    await this.way.attach(this.root.getByLabel(label(field)).first(), file);
  }

  // unfolds opens what is folded.
  async unfolds(words) {
    const summary = this.root.locator("summary").filter({ hasText: words }).first();
    if (!(await summary.evaluate((s) => s.parentElement.open))) await this.way.press(summary);
  }

  // sees waits until some words are there to read; typed ones in fields too.
  async sees(...words) {
    for (const w of words) await this.#until(w, true);
  }

  // seesNot waits until they are not.
  async seesNot(...words) {
    for (const w of words) await this.#until(w, false);
  }

  async #until(words, there) {
    const has = (text) => (words instanceof RegExp ? words.test(text) : text.includes(words));
    let text;
    for (const end = Date.now() + 20_000; ; await new Promise((done) => setTimeout(done, 100))) {
      text = await this.reads().catch(() => "");
      if (has(text) === there) return;
      if (Date.now() > end) break;
    }
    assert.fail(`${this.who.name}: ${this.tab.url()} ${there ? "does not say" : "says"} "${words}": ${text.slice(0, 900)}`);
  }

  // saved waits until the answer in view is stored.
  async saved() {
    await this.root.locator("form[data-answer]").first().waitFor();
    await this.root.locator("[data-save-state].yes").first().waitFor();
  }

  // reads gives the words of the page or the part, one blank between them.
  async reads() {
    const at = "goto" in this.root ? this.root.locator("body") : this.root;
    const text = await at.evaluate((e) => e.innerText + " " + [...e.querySelectorAll("input:not([type=hidden]), textarea")].map((f) => f.value).join(" "));
    return text.replace(/\s+/g, " ");
  }

  // takes presses a button, or follows a link, that hands out a file, and gives its name and its bytes.
  async takes(words) {
    const [download] = await Promise.all([this.tab.waitForEvent("download"), this.way.press(this.#button(words).or(this.root.getByRole("link", { name: exactly(words) })).first())]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }
}

class Person extends Hands {
  constructor(name, program, context, page, script, by) {
    super(null, page);
    Object.assign(this, { who: this, name, program, context, page, script, by, expected: new Set() });
  }

  // opens opens a path and wants a page.
  async opens(path) {
    const answer = await this.page.goto(path);
    assert.ok(answer, `${path} gives nothing`);
    assert.equal(answer.status(), 200, `${this.name}: ${path}`);
  }

  // meets opens a path and wants a page that says what is wrong, with a status.
  async meets(status, path) {
    await this.expecting([status], async () => assert.equal((await this.page.goto(path)).status(), status, `${this.name}: ${path}`));
  }

  // expecting lets some statuses be no fault while something is done.
  async expecting(statuses, act) {
    for (const s of statuses) this.expected.add(s);
    await act();
    await this.page.waitForTimeout(50); // what the browser says of it comes a moment later
    for (const s of statuses) this.expected.delete(s);
  }

  // signsIn signs in by the form.
  async signsIn(login, password) {
    await this.opens("/login");
    await this.types("Login name", login);
    await this.types("Password", password);
    await this.presses("Sign in");
  }

  // signsOut leaves by the menu.
  async signsOut() {
    await this.page.locator("details.who > summary").click();
    await this.presses("Sign out");
  }

  // speaks changes the language of the pages from the menu.
  async speaks(language) {
    await this.page.locator("details.who > summary").click();
    await this.page.selectOption("#ui-language", language);
    await Promise.all([this.page.waitForEvent("load"), this.page.locator("form[action='/appearance'] [type=submit]").click()]);
  }

  // inTab is the same person in another tab of the browser.
  inTab(page) {
    return new Person(this.name, this.program, this.context, page, this.script, this.by);
  }

  get at() { return new URL(this.page.url()).pathname; }

  watch(page) {
    page.on("console", (m) => {
      if (m.type() !== "error" && m.type() !== "warning") return;
      const status = m.text().match(/status of (\d+)/)?.[1];
      if ((status && this.expected.has(Number(status))) || (this.expected.has("offline") && m.text().includes("ERR_INTERNET_DISCONNECTED"))) return;
      faults.push(`${this.name}: the browser says on ${page.url()}: ${m.text()}`);
    });
    page.on("pageerror", (e) => faults.push(`${this.name}: a script fails on ${page.url()}: ${e.message}`));
    page.on("request", (r) => {
      if (!r.url().startsWith(this.program.url + "/") && !/^(data|blob|about|chrome)/.test(r.url())) faults.push(`${this.name}: ${page.url()} asks for ${r.url()}`);
    });
    page.on("response", (r) => {
      if (r.status() >= 400 && !this.expected.has(r.status())) faults.push(`${this.name}: ${r.url()} answers ${r.status()}`);
    });
  }
}
