// The main job from its start to the next cycle: a company assesses itself, and a reviewer judges it.
import assert from "node:assert/strict";
import { serve, folder } from "./program.js";
import { firstAdministrator, invite, join } from "./walk_people.js";

// job goes the whole way. look takes the picture of a page.
export async function job(look, options = {}) {
  const program = await serve(folder());
  const admin = await firstAdministrator(program, options);
  const anna = await join(program, await invite(admin, "anna", "Anna Analyst", "Analyst"), "anna of the company", options);
  const rosa = await join(program, await invite(admin, "rosa", "Rosa Reviewer", "Reviewer"), "rosa who reviews", options);

  await organisation(anna, look);
  const at = await start(anna, look);
  await answers(anna, at);
  await evidence(anna, at, look);
  await comment(anna, at, look);
  await submit(anna, at, look);
  await judge(rosa, at, look);
  await mend(anna, at, look);
  await finalise(rosa, at, look);
  await locked(anna, at, look);
  await figures(anna, at, look);
  await nextCycle(anna, at, look);
  await reopen(rosa, at, look);
}

// organisation adds the company and one of its sites.
async function organisation(anna, look) {
  await anna.opens("/");
  await anna.sees("Three steps to a first result");
  await look(anna, "first-steps");
  await anna.follows("Add an organisation");
  await anna.types("Name", "Salzquell Mining");
  await anna.picks("Main sector", /Extractive|Mining/);
  await anna.picks("Country", "Peru");
  await anna.presses("Save");
  await anna.sees("Salzquell Mining was added");
  await anna.unfolds("Add or change a unit");
  await anna.in("#units").types("Code", "north");
  await anna.in("#units").types("Name", "Northern brine field");
  await anna.presses("Save the unit");
  await anna.sees("Northern brine field");
  await look(anna, "organisation");
}

// start opens an assessment: for whom, the screening, the form. It gives its path.
async function start(anna, look) {
  await anna.follows("Start an assessment");
  await look(anna, "start");
  await anna.picks("Organisation", "Salzquell");
  await anna.ticks("Self-assessment");
  await anna.ticks("up to 49");
  await anna.types("Period", "2026");
  await anna.presses("Go on to the screening");
  await look(anna, "start-screening");
  await anna.in("fieldset", "SCR.2").ticks("Yes");
  await anna.presses("Go on to the form");
  await look(anna, "start-form");
  await anna.ticks("Company quick scan");
  await anna.presses("Start the assessment");
  await anna.sees("was started");
  await look(anna, "started");
  return anna.at;
}

// answers answers every question, one after the other, until there is no next one.
async function answers(anna, at) {
  await anna.opens(`${at}/questions/SCR.1`);
  for (let more = true; more; ) {
    await chooses(anna);
    more = await anna.shows("button", "Save and next question");
    if (more) await anna.turns("Save and next question");
    else await anna.presses("Save");
  }
  await anna.opens(at);
  await anna.sees("Nothing is missing");
}

// chooses takes a middling answer to the question in view, whatever its scale is; what is clear it proves with a search.
async function chooses(anna) {
  if (await anna.shows("radio", "Yes")) return anna.ticks("Yes");
  const levels = anna.root.locator("form[data-answer] .levels input"), n = await levels.count();
  if (n !== 3) return anna.way.check(levels.nth(n === 4 ? 2 : 0));
  await anna.expecting([422], async () => { // whoever types slowly is told what is still missing
    await anna.way.check(levels.last());
    await anna.types("Day of the search", "2026-02-01");
    await anna.types("Sources looked through", "court registers");
    await anna.types("Languages", "en, es");
    await anna.types("Search terms", "name of the company");
    if (anna.script) await anna.saved();
  });
}

// evidence puts a link and a file behind an answer, with page and quote.
async function evidence(anna, at, look) {
  await anna.opens(`${at}/questions/BE.a.1`);
  await anna.unfolds("Add evidence");
  let form = anna.in("form.evidence-form");
  await form.types("What it is", "Human rights policy");
  await form.types("Link", "https://salzquell.example/policy");
  await form.ticks("E2");
  await form.types("Page or section", "7");
  await form.types("Effective date", "2026-01-15");
  await form.types("Quote", "We respect and protect those who speak for rights.");
  await form.presses("Add the evidence");
  await anna.sees("The evidence was added", "Human rights policy", "page 7");
  await anna.unfolds("Add evidence");
  form = anna.in("form.evidence-form");
  await form.attaches("File", { name: "board minutes.txt", mimeType: "text/plain", buffer: Buffer.from("The board approved the policy. أقرّ المجلس السياسة.") });
  await form.ticks("E1");
  await form.types("Page or section", "2");
  await form.types("Quote", "The board approved the policy.");
  await form.presses("Add the evidence");
  await anna.sees("board minutes.txt", "page 2");
  await look(anna, "evidence");
  await anna.follows(/^Change/);
  await anna.sees("Change evidence");
  await anna.opens(`${at}/questions/BE.a.1`);
  await anna.follows("board minutes.txt");
  await anna.sees("The original is kept sealed");
  await look(anna, "file");
  const copy = await anna.takes("Download the copy");
  assert.match(copy.bytes.toString(), /The board approved the policy/);
}

// comment leaves a word for a colleague beside the question.
async function comment(anna, at, look) {
  await anna.opens(`${at}/questions/BE.a.1`);
  await anna.in(".comments").types("New comment", "Is the policy of 2026 the newest one?");
  await anna.in(".comments").presses("Add comment");
  await anna.sees("Comments: 1 open", "Is the policy of 2026 the newest one?");
  await anna.opens(`${at}/comments`);
  await look(anna, "comments");
  await anna.presses("Mark as resolved");
  await anna.opens(`${at}/comments`);
  await anna.sees("No comment is open");
}

// submit hands the assessment in.
async function submit(anna, at, look) {
  await anna.opens(at);
  await anna.follows("Submit for review");
  await look(anna, "submit");
  await anna.presses("Submit for review");
  await anna.sees("Submitted for review");
}

// judge accepts an answer, adjusts one with a reason, and returns one.
async function judge(rosa, at, look) {
  await rosa.opens("/");
  await rosa.sees("An assessment waits for review");
  await look(rosa, "home-of-the-reviewer");
  await rosa.follows(/^Review/);
  await rosa.opens(`${at}/review`);
  await rosa.presses("Take into review");
  await rosa.opens(`${at}/review?pillar=P1`);
  await look(rosa, "review");
  await rosa.in("article", "BE.a.1").presses("Accept");
  await rosa.in("article", "BE.a.1").sees("accepted");

  const doubted = rosa.in("article", "BE.a.2");
  await doubted.unfolds("Adjust");
  await doubted.picks("The answer as it should be", /^1/);
  await doubted.types("Why", "The rule names employees alone.");
  await doubted.presses("Adjust");
  await rosa.in("article", "BE.a.2").sees("adjusted", "The rule names employees alone.");

  const unclear = rosa.in("article", "BE.a.4");
  await unclear.unfolds("Return");
  await unclear.types("What to change", "Name the departments that have the duty.");
  await unclear.presses("Mark to go back");
  await rosa.in("article", "BE.a.4").sees("goes back");
  await look(rosa, "judged");

  await rosa.opens(`${at}/review`);
  await rosa.follows("Return one answer");
  await rosa.ticks("Only this answer");
  await look(rosa, "return");
  await rosa.presses("Return");
  await rosa.sees("The assessment was returned");
}

// mend changes what came back, which nothing else allows, and hands in again.
async function mend(anna, at, look) {
  await anna.opens("/");
  await anna.sees("1 answer came back from review");
  await look(anna, "home-returned");
  await anna.follows(/^Look at them/);
  await anna.sees("Name the departments that have the duty.");
  await look(anna, "returned");
  await anna.opens(`${at}/questions/BE.a.6`);
  await anna.sees("This one stays as it is");
  await anna.opens(`${at}/questions/BE.a.4`);
  await anna.types("Note", "Security, procurement and legal affairs; procedure 12 of 2026.");
  await anna.presses("Save");
  await anna.saved();
  await submitTwice(anna, at);
}

// submitTwice presses twice in a row, goes back in the browser, and is told that it was done.
async function submitTwice(anna, at) {
  await anna.opens(`${at}/submit`);
  await anna.pressesTwice("Submit for review");
  await anna.sees(/Submitted for review|This was done already/);
  await anna.page.goBack();
  await anna.sees("The assessment is submitted");
  assert.ok(!(await anna.shows("button", "Submit for review")), "it can be submitted again");
}

// finalise accepts what is left, part by part, and closes the review.
async function finalise(rosa, at, look) {
  await rosa.opens(`${at}/review`);
  await rosa.presses("Take into review");
  const parts = await rosa.root.locator(".tabs a").evaluateAll((all) => all.map((a) => a.pathname + a.search));
  for (const part of parts) {
    await rosa.opens(part);
    if (!(await rosa.shows("button", "Accept them"))) continue;
    await rosa.ticks("I have looked at");
    await rosa.presses("Accept them");
    await rosa.sees("Accepted:");
  }
  await rosa.follows("Finalise");
  await rosa.sees("The score that would be kept");
  await look(rosa, "finalise");
  await rosa.presses("Make it final");
  await rosa.sees("The assessment is final");
  await rosa.opens(`${at}/history`);
  await rosa.sees("Submitted", "Taken into review", "One answer returned", "Made final");
  await look(rosa, "history");
}

// locked: whoever answered can read everything, and save nothing.
async function locked(anna, at, look) {
  await anna.opens(`${at}/questions/BE.a.4`);
  await anna.sees("You can read the answers here and not change them: the assessment is final");
  await look(anna, "locked");
  assert.equal(await anna.root.locator("form[data-answer] :is(input, textarea, select):enabled:not([type=hidden])").count(), 0, "a field of a final assessment can be changed");
  for (const words of ["Save", "Save and next question", "Take the answer out", "Undo the last change"]) assert.ok(!(await anna.shows("button", words)), `a final assessment has the button "${words}"`);
  assert.ok(!(await anna.root.locator("form.evidence-form").count()), "evidence can be added to a final assessment");
}

// figures opens the arithmetic of the score, down to an answer and its evidence.
async function figures(anna, at, look) {
  await anna.opens(`${at}/scorecard`);
  await anna.sees("out of 100", "Pillars", "What lifts the score");
  await look(anna, "scorecard");
  await anna.follows(/out of 100/);
  await look(anna, "arithmetic");
  await anna.opens(`${at}/scorecard`);
  await anna.follows("Commitment and governance");
  await look(anna, "arithmetic-of-a-pillar");
  await anna.follows("Four promises to defenders");
  await anna.sees("Human rights policy", "board minutes.txt");
  await look(anna, "arithmetic-of-an-answer");
}

// nextCycle carries the answers over, and confirms one of them.
async function nextCycle(anna, at, look) {
  await anna.opens(at);
  await anna.follows("Start the next cycle from it");
  await look(anna, "clone");
  await anna.types("Period", "2027");
  await anna.presses("Carry over and start");
  await anna.sees("answers carried over", "has to be confirmed");
  await look(anna, "carry-over");
  const next = anna.at.replace("/carry-over", "");
  assert.notEqual(next, at);
  await anna.opens(`${next}/questions/BE.a.1`);
  await anna.sees("This answer was copied from the last assessment", "Human rights policy");
  await anna.presses("It still holds: confirm");
  await anna.opens(`${next}/questions/BE.a.1`);
  await anna.seesNot("This answer was copied from the last assessment");
}

// reopen brings the final result back into review, with a reason that stays.
async function reopen(rosa, at, look) {
  await rosa.opens(at);
  await rosa.follows("Reopen it");
  await rosa.types("Why it must be looked at again", "A register shows another date.");
  await look(rosa, "reopen");
  await rosa.presses("Reopen");
  await rosa.sees("The assessment is in review again");
  await rosa.opens(`${at}/history`);
  await rosa.sees("Reopened", "A register shows another date.");
}
