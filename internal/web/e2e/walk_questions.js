// Answering questions: with the keys alone, and without script.
import assert from "node:assert/strict";
import { visit, press, says } from "./person.js";

// draft gives the path of an assessment that the person may fill in.
export async function draft(who) {
  await visit(who, "/assessments");
  const paths = await who.page.$$eval("main a[href^='/assessments/']", (all) => all.map((a) => a.pathname.split("/").slice(0, 3).join("/")));
  for (const path of new Set(paths)) {
    if (path.endsWith("/new")) continue;
    await visit(who, `${path}/questions`);
    if ((await who.page.locator("form[data-answer] textarea:enabled").count()) > 0) return path;
  }
  throw new Error(`${who.name} has nothing to fill in`);
}

// byKeys answers a question with Tab, the arrows and typing, never with the mouse, and sees that it is kept.
export async function byKeys(who, path) {
  const { page } = who;
  await visit(who, `${path}/questions/BE.e.1`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip", "the first stop is the link to the content");
  await page.keyboard.press("Enter");
  await tabTo(page, "input[type=radio], input[type=checkbox], form[data-answer] input:not([type=hidden]), form[data-answer] select");
  const choice = page.locator(":focus");
  const kind = await choice.getAttribute("type");
  if (kind === "radio") {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Space");
  } else if (kind === "checkbox") await page.keyboard.press("Space");
  else await page.keyboard.type("3");
  await saved(page);
  await tabTo(page, "textarea");
  const note = `The policy of 2026, section 4. Read ${["twice", "again", "with care"][new Date().getSeconds() % 3]}. سياسة 🙂`;
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(note);
  await saved(page);
  await page.reload();
  assert.equal(await page.locator("form[data-answer] textarea").first().inputValue(), note, "what was typed is there after loading again");
  await tabTo(page, "[name=do][value=next]");
  const before = page.url();
  await Promise.all([page.waitForURL((u) => u.href !== before), page.keyboard.press("Enter")]);
  await says(who, /\S/);
}

// tabTo presses Tab until the focus is on something; each stop on the way can be seen.
async function tabTo(page, selector) {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate((s) => {
      const e = document.activeElement, r = e.getBoundingClientRect();
      const style = getComputedStyle(e), frame = getComputedStyle(e.closest(".option") ?? e);
      return { fits: e.matches(s), seen: r.width > 0 && r.height > 0 && (style.outlineStyle !== "none" || frame.outlineStyle !== "none"), what: e.outerHTML.slice(0, 120), body: e === document.body };
    }, selector);
    assert.ok(at.seen || at.body, `the focus cannot be seen on ${at.what}`);
    if (at.fits) return;
  }
  throw new Error(`no Tab leads to ${selector} on ${page.url()}`);
}

const saved = (page) => page.locator("form[data-answer] [data-save-state].yes, [data-save-state].yes").first().waitFor();

// withoutScript answers a question by its buttons alone.
export async function withoutScript(who, path) {
  const { page } = who;
  const question = `${path}/questions/BE.e.2`;
  await visit(who, question);
  const note = `Seen in the register on page 7. Read ${["twice", "again", "with care"][new Date().getSeconds() % 3]}.`;
  const radio = page.locator("form[data-answer] .level input[type=radio], form[data-answer] .levels input").first();
  if (await radio.count()) await radio.check();
  await page.locator("form[data-answer] textarea").first().fill(note);
  await press(who, "[name=do][value=save]");
  assert.equal(await page.locator("form[data-answer] textarea").first().inputValue(), note);
  await visit(who, question);
  assert.equal(await page.locator("form[data-answer] textarea").first().inputValue(), note, "what was typed is there on a fresh page");
}

// spanish changes the language from the menu and back.
export async function spanish(who) {
  await visit(who, "/");
  for (const [language, word] of [["es", "Cerrar sesión"], ["fr", "Se déconnecter"], ["en", "Sign out"]]) {
    await who.page.locator("details.who > summary").click();
    await who.page.selectOption("#ui-language", language);
    await press(who, "form[action='/appearance'] [type=submit]");
    assert.equal(await who.page.locator("html").getAttribute("lang"), language);
    assert.ok((await who.page.locator("details.who").textContent()).includes(word), `the menu says "${word}"`);
  }
}
