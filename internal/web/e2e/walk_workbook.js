// A workbook goes out, is filled in elsewhere, and comes back: the plan is shown before anything is stored, and what contradicts
// is for people to decide.
import assert from "node:assert/strict";
import { fill } from "./workbook.js";

export async function workbook(company, at, look) {
  await company.opens(`${at}/workbook`);
  await look(company, "workbook");
  const out = await company.takes("Download the workbook");
  assert.match(out.name, /\.xlsx$/);

  await bring(company, at, { ...out, bytes: fill(out.bytes, "Answers", { "BE.b.1": { Answer: "1", Note: "from the workbook" } }) });
  await company.sees("Nothing is stored yet", "from the workbook");
  await look(company, "plan");
  await company.presses("Store these answers");
  await company.sees("The answers are in");
  await look(company, "stored");

  await answer(company, at, "BE.b.2", "as it was typed on the page");
  const contrary = fill(out.bytes, "Answers", { "BE.b.2": { Answer: "2", Note: "as it stands in the workbook" }, "BE.b.4": { Answer: "1" } });
  await bring(company, at, { ...out, bytes: contrary });
  await company.sees("conflict", "as it was typed on the page", "as it stands in the workbook");
  await look(company, "plan-with-a-conflict");
  await company.expecting([409], () => company.presses("Store these answers"));
  await company.sees("not decided yet");
  await company.ticks("take the file");
  await company.presses("Store these answers");
  await company.sees("The answers are in");
  await company.opens(`${at}/questions/BE.b.2`);
  await company.sees("as it stands in the workbook");

  await company.expecting([422], () => bring(company, at, { name: "answers.csv", bytes: Buffer.from("question,value\nBE.b.1,9\nnobody.asks,1\n") }));
  await company.sees("Nothing of the file was kept", "line 2", "line 3");
  await look(company, "a-file-with-problems");
}

// answer answers a question on its page.
async function answer(company, at, question, note) {
  await company.opens(`${at}/questions/${question}`);
  await company.root.locator(".levels input").nth(1).check();
  await company.types("Note", note);
  await company.presses("Save");
  await company.saved();
}

// bring uploads a file and goes to its plan.
async function bring(company, at, file) {
  await company.opens(`${at}/import`);
  await company.attaches("File", { name: file.name, mimeType: "application/octet-stream", buffer: file.bytes });
  await company.presses("Read the file and show what would change");
}
