// Runs every walk and says what failed. What somebody should look at is in bin/e2e afterwards.
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join as path } from "node:path";
import { serve, folder, demo, logins, visits, end } from "./program.js";
import { shut, faults, person } from "./person.js";
import { firstAdministrator, invite, join } from "./walk_people.js";
import { job } from "./walk_job.js";
import { share } from "./walk_share.js";
import { workbook } from "./walk_workbook.js";
import { cases } from "./walk_cases.js";
import { accounts } from "./walk_accounts.js";
import { twoEditors, lostConnection, everyScript, tenThousandWords } from "./walk_faults.js";
import { byKeys, withoutScript, languages } from "./walk_questions.js";
import { gallery, pictures } from "./gallery.js";
import { weigh, table } from "./weight.js";

const out = process.env.OUT ?? "bin/e2e";
const only = new RegExp(process.env.ONLY ?? ""); // ONLY=workbook for the walks with that word in their name
const few = (n) => Math.min(n, Number(process.env.FEW ?? n)); // FEW=3 for a quick look at the galleries
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

let failed = 0;
async function walk(name, f) {
  if (!only.test(name)) return;
  const start = Date.now(), before = faults.length;
  let error;
  try {
    await f();
  } catch (e) {
    error = e;
  }
  const found = faults.slice(before);
  if (error || found.length > 0) failed++;
  console.log(`${error || found.length > 0 ? "FAILED" : "ok    "} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  for (const line of found) console.log(`         ${line}`);
  if (error) console.log(`         ${error.stack}`);
}

// looking takes the pictures of a walk into a folder of its own, in the order in which they were taken.
function looking(walk) {
  let n = 0;
  mkdirSync(path(out, walk), { recursive: true });
  return (who, name) => pictures(who.page, path(out, walk, `${String(++n).padStart(2, "0")}-${name}`));
}

// What one role sees in full, the others see in part: how many pages of the gallery each looks at.
const most = { administrator: 80, analyst: 12, respondent: 25, reviewer: 30, researcher: 8, publisher: 8, auditor: 12, viewer: 8, company: 12 };

const draft = (name) => `abendklar-${name}`, at = (name) => `/assessments/${draft(name)}`;

try {
  await walk("an empty folder: the printed link, without script, makes the administrator, who invites a reviewer", async () => {
    const program = await serve(folder());
    const admin = await firstAdministrator(program, { javaScriptEnabled: false });
    const reviewer = await join(program, await invite(admin, "rosa", "Rosa Reviewer", "Reviewer"), "reviewer");
    await reviewer.sees("Rosa Reviewer");
  });
  await walk("the whole job, from an empty folder to the next cycle", () => job(looking("job")));
  await walk("the whole job without script", () => job(looking("job-without-script"), { javaScriptEnabled: false }));
  await walk("the whole job with the keys alone", () => job(looking("job-by-keys"), { byKeys: true }));
  await walk("accounts: second factor, lost password, a session that ends while somebody types", () => accounts(looking("accounts")));

  const program = await serve(demo(draft("answers"), draft("share"), draft("workbook"), draft("cap"), draft("faults")), "--demo-people");
  const passwords = logins(program), people = {};
  for (const login of Object.keys(most)) {
    assert.ok(passwords[login], `no password was printed for ${login}:\n${program.text}`);
    people[login] = await person(login, program);
    await people[login].signsIn(login, passwords[login]);
  }
  await walk("the company shares the work by links and with a colleague", () => share(people.company, people.respondent, at("share"), looking("share")));
  await walk("a workbook goes out and comes back", () => workbook(people.company, at("workbook"), looking("workbook")));
  await walk("an allegation, and a cap until it is lifted", () => cases(people, "Abendklar", at("cap"), looking("cases")));

  const look = looking("faults");
  await walk("two people at one answer", () => twoEditors(people.company, people.respondent, at("faults"), look));
  await walk("the connection is lost while somebody types", () => lostConnection(people.company, at("faults"), look));
  await walk("emoji, right to left and what looks like markup", () => everyScript(people.company, at("faults"), look));
  await walk("ten thousand words are pasted", () => tenThousandWords(people.company, at("faults"), look));

  await walk("the company answers with the keys alone", () => byKeys(people.company, at("answers")));
  await walk("the company answers without script", async () => {
    const who = await person("company without script", program, { javaScriptEnabled: false });
    await who.signsIn("company", passwords.company);
    await withoutScript(who, at("answers"));
  });
  await walk("the menu changes the language", () => languages(people.company));
  await walk("lists and reports are handed out", async () => {
    const who = people.administrator;
    for (const page of ["/styleguide", "/assessments/abendklar-2026/scorecard/path", "/organisations/abendklar"]) await who.opens(page);
    await who.opens("/assessments/new/screening"); // whose address holds nothing of what people typed before it
    await who.sees("Go on to the screening");
    for (const file of ["/organisations/abendklar/units?as=csv", "/organisations/abendklar/members?as=csv", "/assessments/abendklar-2026/report/scorecard.xlsx"]) {
      assert.equal(await who.page.evaluate(async (path) => (await fetch(path)).status, file), 200, file);
    }
  });
  for (const login of Object.keys(most)) {
    await walk(`gallery: every page that the ${login} reaches`, async () => {
      const pages = await gallery(people[login], path(out, login), { most: few(most[login]) });
      assert.deepEqual(pages.filter((p) => p.status !== 200), [], "links that lead nowhere");
      console.log(`         ${pages.length} pages`);
    });
  }
  for (const language of ["es", "fr"]) {
    await walk(`gallery: the pages of the company in ${language}`, async () => {
      const who = await person(`company in ${language}`, program);
      await who.signsIn("company", passwords.company);
      await who.speaks(language);
      await gallery(who, path(out, `company-${language}`), { most: few(12) });
    });
  }
  await walk("the main pages are light", async () => {
    const code = at("answers");
    const rows = await weigh(people.analyst, [["home", "/"], ["assessments", "/assessments"], ["overview", code], ["one pillar of questions", `${code}/questions?pillar=P2`], ["scorecard", `${code}/scorecard`]]);
    console.log(table(rows).replace(/^/gm, "         "));
    for (const r of rows) {
      assert.equal(r.first.status, 200, r.path);
      assert.ok(r.first.bytes < 350_000, `${r.name} takes ${r.first.bytes} bytes`);
      assert.ok(r.first.requests <= 12, `${r.name} takes ${r.first.requests} requests`);
      assert.ok(Math.min(r.first.blocked, r.again.blocked) < 1000, `${r.name} blocks for ${r.again.blocked} ms`); // a busy machine takes a part of it
    }
  });
  await walk("every page of the table of routes was shown", async () => {
    const seen = await visits(), unseen = Object.keys(seen).filter((route) => seen[route] === 0);
    assert.deepEqual(unseen, [], "no walk opens these pages of internal/web/routes.go");
    console.log(`         ${Object.keys(seen).length} pages of the table`);
  });
} finally {
  await shut();
  await end();
}
console.log(failed === 0 ? `Everything went well. Pictures of the pages are in ${out}.` : `${failed} failed. Pictures of the pages are in ${out}.`);
process.exitCode = failed === 0 ? 0 : 1;
