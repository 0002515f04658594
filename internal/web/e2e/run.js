// Runs every walk and says what failed. What somebody should look at is in bin/e2e afterwards.
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join as path } from "node:path";
import { serve, folder, demo, logins, end } from "./program.js";
import { shut, faults, person, signIn, says } from "./person.js";
import { firstAdministrator, invite, join } from "./walk_people.js";
import { byKeys, withoutScript, draft, spanish } from "./walk_questions.js";
import { gallery } from "./gallery.js";
import { weigh, table } from "./weight.js";

const out = process.env.OUT ?? "bin/e2e";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

let failed = 0;
async function walk(name, f) {
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

// What one role sees in full, the others see in part: how many pages of the gallery each looks at.
const most = { administrator: 80, analyst: 12, respondent: 25, reviewer: 30, researcher: 8, publisher: 8, auditor: 12, viewer: 8, company: 12 };

const few = (n) => Math.min(n, Number(process.env.FEW ?? n)); // FEW=3 for a quick look

try {
  await walk("an empty folder: the printed link, without script, makes the administrator, who invites a reviewer", async () => {
    const program = await serve(folder());
    const admin = await firstAdministrator(program, { javaScriptEnabled: false });
    const reviewer = await join(program, await invite(admin, "rosa", "Rosa Reviewer", "reviewer"), "reviewer");
    await says(reviewer, /\S/);
    assert.equal(await reviewer.page.locator("h1").count(), 1);
  });

  const program = await serve(demo(), "--demo-people");
  const passwords = logins(program), people = {};
  for (const login of Object.keys(most)) {
    await walk(`${login} signs in and sees every page that the role reaches`, async () => {
      assert.ok(passwords[login], `no password was printed for ${login}:\n${program.text}`);
      people[login] = await person(login, program.url);
      await signIn(people[login], login, passwords[login]);
      const pages = await gallery(people[login], path(out, login), { most: few(most[login]) });
      const bad = pages.filter((p) => p.status !== 200);
      assert.deepEqual(bad, [], "links that lead nowhere");
      console.log(`         ${pages.length} pages`);
    });
  }
  await walk("the company answers with the keys alone", async () => byKeys(people.company, await draft(people.company)));
  await walk("the company answers without script", async () => {
    const who = await person("company without script", program.url, { javaScriptEnabled: false });
    await signIn(who, "company", passwords.company);
    await withoutScript(who, await draft(who));
  });
  await walk("the menu changes the language", () => spanish(people.company));
  await walk("Spanish and French pages are looked at", async () => {
    for (const language of ["es", "fr"]) {
      const who = await person(`company in ${language}`, program.url);
      await signIn(who, "company", passwords.company);
      await who.page.locator("details.who > summary").click();
      await who.page.selectOption("#ui-language", language);
      await Promise.all([who.page.waitForNavigation(), who.page.locator("form[action='/appearance'] [type=submit]").click()]);
      await gallery(who, path(out, `company-${language}`), { most: few(12) });
    }
  });
  await walk("the main pages are light", async () => {
    const code = await draft(people.company), analyst = people.analyst;
    const rows = await weigh(analyst, [["home", "/"], ["assessments", "/assessments"], ["overview", code], ["one pillar of questions", `${code}/questions?pillar=P2`], ["scorecard", `${code}/scorecard`]]);
    console.log(table(rows).replace(/^/gm, "         "));
    for (const r of rows) {
      assert.equal(r.first.status, 200, r.path);
      assert.ok(r.first.bytes < 350_000, `${r.name} takes ${r.first.bytes} bytes`);
      assert.ok(r.first.requests <= 12, `${r.name} takes ${r.first.requests} requests`);
      assert.ok(Math.min(r.first.blocked, r.again.blocked) < 1000, `${r.name} blocks for ${r.again.blocked} ms`); // a busy machine takes a part of it
    }
  });
} finally {
  await shut();
  await end();
}
console.log(failed === 0 ? `Everything went well. Pictures of the pages are in ${out}.` : `${failed} failed. Pictures of the pages are in ${out}.`);
process.exitCode = failed === 0 ? 0 : 1;
