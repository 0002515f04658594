// Answering questions: with the keys alone, and without script; and reading them in another language.
import assert from "node:assert/strict";
import { reach } from "./hands.js";

const note = (who) => who.root.locator("form[data-answer] textarea").first();

// byKeys answers a question with Tab, the arrows and typing, never with the mouse, and sees that it is kept.
export async function byKeys(who, at) {
  const { page } = who;
  await who.opens(`${at}/questions/BE.e.1`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip", "the first stop is the link to the content");
  await page.keyboard.press("Enter");
  await reach(page.locator("form[data-answer] input[type=radio]").first());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  await who.saved();
  await reach(note(who));
  const text = "The policy of 2026, section 4. سياسة 🙂";
  await page.keyboard.insertText(text);
  await who.saved();
  await page.reload();
  assert.equal(await note(who).inputValue(), text, "what was typed is there after loading again");
  await reach(page.locator("[name=do][value=next]").first());
  const before = page.url();
  await Promise.all([page.waitForURL((u) => u.href !== before), page.keyboard.press("Enter")]);
}

// withoutScript answers a question by its buttons alone.
export async function withoutScript(who, at) {
  await who.opens(`${at}/questions/BE.e.2`);
  await who.root.locator("form[data-answer] .levels input").first().check();
  await who.types("Note", "Seen in the register on page 7.");
  await who.presses("Save");
  assert.equal(await note(who).inputValue(), "Seen in the register on page 7.");
  await who.opens(`${at}/questions/BE.e.2`);
  assert.equal(await note(who).inputValue(), "Seen in the register on page 7.", "what was typed is there on a fresh page");
}

// languages changes the language from the menu and back.
export async function languages(who) {
  await who.opens("/");
  for (const [language, words] of [["es", "Cerrar sesión"], ["fr", "Se déconnecter"], ["en", "Sign out"]]) {
    await who.speaks(language);
    assert.equal(await who.root.locator("html").getAttribute("lang"), language);
    assert.ok((await who.root.locator("details.who").textContent()).includes(words), `the menu says "${words}"`);
  }
}
