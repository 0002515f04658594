// From nothing: the link that a first start prints makes the administrator, who invites the others; each chooses a password.
import assert from "node:assert/strict";
import { person } from "./person.js";

export const password = "correct horse battery staple 25";

// firstAdministrator opens the link that the program printed and chooses a password.
export async function firstAdministrator(program, options = {}) {
  const link = program.text.match(/http:\S+\/link#\S+/)?.[0];
  assert.ok(link, `the program printed no link:\n${program.text}`);
  const admin = await person("administrator", program, options);
  await openLink(admin, link);
  await admin.types("Login name", "admin");
  await admin.types("Name", "Amina Admin");
  await admin.types("New password", password);
  await admin.presses("Save and sign in");
  return admin;
}

// openLink opens a secret link. Without script its code is pasted into the field.
export async function openLink(who, link) {
  if (who.script) {
    await who.page.goto(link);
    await who.page.waitForURL((u) => u.pathname !== "/link");
    assert.ok(!who.page.url().includes("#"), "the token stays in the address");
  } else {
    await who.opens("/link");
    await who.types("Code of the link", link);
    await who.presses("Open");
  }
}

// invite invites somebody with a role and gives the link that the page shows, once.
export async function invite(admin, login, name, role) {
  await admin.opens("/people");
  await admin.follows("Invite somebody");
  await admin.types("Login name", login);
  await admin.types("Name", name);
  await admin.picks("Role in the whole workspace", role);
  await admin.presses("Invite");
  return handed(admin);
}

// handed is the link that a page shows, to hand over.
export async function handed(who) {
  const link = (await who.reads()).match(/http:\S+\/link#[\w-]+/)?.[0];
  assert.ok(link, `no link is shown: ${(await who.reads()).slice(0, 400)}`);
  return link;
}

// join opens an invitation in a browser of its own and chooses a password.
export async function join(program, link, name, options = {}) {
  const who = await person(name, program, options);
  await openLink(who, link);
  await who.types("New password", password);
  await who.presses("Save and sign in");
  return who;
}
