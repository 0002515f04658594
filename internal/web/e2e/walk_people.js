// From nothing: the link that a first start prints makes the administrator, who invites the others; each chooses a password.
import assert from "node:assert/strict";
import { person, visit, press, says } from "./person.js";

export const password = "correct horse battery staple 25";

// firstAdministrator opens the link that the program printed, by script or by pasting the code, and chooses a password.
export async function firstAdministrator(program, options = {}) {
  const link = program.text.match(/http:\S+\/link#\S+/)?.[0];
  assert.ok(link, `the program printed no link:\n${program.text}`);
  const admin = await person("administrator", program.url, options);
  await openLink(admin, link, options);
  await admin.page.fill("[name=login]", "admin");
  await admin.page.fill("[name=name]", "Amina Admin");
  await admin.page.fill("[name=password]", password);
  await press(admin, "form[action='/link/password'] [type=submit]");
  return admin;
}

// openLink opens a secret link. Without script its code is pasted into the field.
export async function openLink(who, link, { javaScriptEnabled = true } = {}) {
  const form = "form[action='/link/password']";
  if (javaScriptEnabled) {
    await who.page.goto(link);
    await who.page.waitForSelector(form);
    assert.ok(!who.page.url().includes("#"), "the token stays in the address");
    return;
  }
  await visit(who, "/link");
  await who.page.fill("[name=code]", link.split("#")[1]);
  await press(who, "form[action='/link'] [type=submit]");
  await who.page.waitForSelector(form);
}

// invite invites somebody with a role and gives the link that the page shows, once.
export async function invite(admin, login, name, role) {
  await visit(admin, "/people/new");
  await admin.page.fill("[name=login]", login);
  await admin.page.fill("[name=name]", name);
  await admin.page.selectOption("[name=role]", role);
  await press(admin, "form[action='/people'] [type=submit]");
  const text = await admin.page.locator("main").evaluate((m) => m.innerText + " " + [...m.querySelectorAll("input, textarea")].map((i) => i.value).join(" "));
  const link = text.match(/http:\S+\/link#[\w-]+/)?.[0];
  assert.ok(link, `no link is shown for ${login}: ${text.slice(0, 400)}`);
  return link;
}

// join opens an invitation and chooses a password.
export async function join(program, link, name, options = {}) {
  const who = await person(name, program.url, options);
  await openLink(who, link, options);
  await who.page.fill("[name=password]", password);
  await press(who, "form[action='/link/password'] [type=submit]");
  return who;
}
