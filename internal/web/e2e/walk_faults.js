// What goes wrong for people: two at one answer, a connection that is lost, a long text pasted.
import assert from "node:assert/strict";

const note = (who) => who.root.locator("form[data-answer] textarea").first();

// twoEditors: both versions stand side by side, and nothing is overwritten.
export async function twoEditors(one, other, at, look) {
  const question = `${at}/questions/BE.f.1`;
  for (const who of [one, other]) await who.opens(question);
  await one.root.locator(".levels input").nth(1).check();
  await one.types("Note", "What the first wrote.");
  await one.saved();
  await other.expecting([409], async () => {
    await other.root.locator(".levels input").nth(2).check();
    await other.types("Note", "What the second wrote.");
    await other.sees("Somebody else changed this answer meanwhile");
    await other.in("fieldset.sides", "What the first wrote.").sees("What the second wrote."); // what is typed while they stand there too
  });
  await look(other, "conflict");
  for (const side of await other.root.getByRole("radio", { name: /^What you typed/ }).all()) await side.check();
  await other.presses("Save what I chose");
  await one.opens(question);
  assert.equal(await note(one).inputValue(), "What the second wrote.");
  await one.sees("What the first wrote."); // in the history
}

// lostConnection: what is typed meanwhile waits on the page, and is saved when the connection is back.
export async function lostConnection(who, at, look) {
  const question = `${at}/questions/BE.f.3`;
  await who.opens(question);
  await who.root.locator(".levels input").nth(1).check();
  await who.saved();
  who.expected.add("offline");
  await who.context.setOffline(true);
  await who.types("Note", "Typed in a tunnel.");
  await who.sees("Not saved: no connection", "There is no connection.");
  await look(who, "no-connection");
  await who.context.setOffline(false);
  await who.saved();
  who.expected.delete("offline");
  await who.opens(question);
  assert.equal(await note(who).inputValue(), "Typed in a tunnel.");
}

// everyScript: emoji, right to left and what looks like markup come back as they were typed.
export async function everyScript(who, at, look) {
  const question = `${at}/questions/BE.f.5`, text = "سياسة الشركة 🙂👩🏽‍⚖️ — «политика» 方針 <b>not bold</b> &amp; 'quotes' \u202eoverride\u202c";
  await who.opens(question);
  await who.root.locator(".levels input").nth(1).check();
  await who.types("Note", text);
  await who.saved();
  await who.opens(question);
  assert.equal(await note(who).inputValue(), text);
  await look(who, "every-script");
}

// tenThousandWords: a text that is too long is refused with what to do, and stays on the page; nothing of it is cut.
export async function tenThousandWords(who, at, look) {
  const question = `${at}/questions/BE.h.1`, text = "policy ".repeat(10_000).trim();
  await who.opens(question);
  await who.root.locator(".levels input").nth(1).check();
  await who.saved();
  await who.expecting([422, 413], async () => {
    await note(who).evaluate((field, t) => {
      field.focus();
      document.execCommand("insertText", false, t); // as a person who pastes
    }, text);
    await who.sees(/Saved \d|Nothing was stored yet/);
  });
  await look(who, "ten-thousand-words");
  return (await note(who).inputValue()).length;
}
