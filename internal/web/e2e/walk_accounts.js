// Looking after an account: the second factor, a lost password, a session that ends in the middle of a form.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { serve, folder, run } from "./program.js";
import { person } from "./person.js";
import { firstAdministrator, handed, invite, join, openLink, password } from "./walk_people.js";

const later = "seven bridges over amber";

export async function accounts(look) {
  const data = folder();
  run("organisation", "new", "salzquell", "--data", data, "--name", "Salzquell Mining", "--sector", "EXT", "--country", "PE");
  run("assessment", "new", "salzquell-1", "--data", data, "--organisation", "salzquell", "--questionnaire", "company-quick", "--mode", "SELF", "--period", "2026");
  const program = await serve(data);
  const admin = await firstAdministrator(program);
  const anna = await join(program, await invite(admin, "anna", "Anna Analyst", "Analyst"), "anna");

  const factor = await secondFactor(anna, look);
  await signInWithCode(anna, factor, look);
  await signInWithRecoveryCode(anna, factor);
  await anna.opens("/profile");
  await anna.unfolds("Remove the second factor");
  await anna.in("form[action='/profile/factor/remove']").types("Present password", password);
  await anna.presses("Remove the second factor");
  await anna.sees("The second factor is gone");
  await lostPassword(admin, program, look);

  await sessionEnds(admin, anna, look);
  const without = await person("anna without script", program, { javaScriptEnabled: false });
  await without.signsIn("anna", later);
  await sessionEndsWithoutScript(admin, without, look);
}

// secondFactor sets an authenticator up, and gives its key and the recovery codes.
async function secondFactor(anna, look) {
  await anna.opens("/profile");
  await anna.in("form[action='/profile/factor']").types("Present password", password);
  await anna.presses("Set up");
  await anna.sees("Scan this with an authenticator");
  await look(anna, "second-factor");
  const key = (await anna.root.locator("code.secret").innerText()).replace(/\s/g, "");
  await anna.types("Code that it shows", totp(key, 0));
  await anna.presses("Switch on");
  await anna.sees("they are never shown again");
  const codes = await anna.root.locator("ol.recovery-codes code").allInnerTexts();
  assert.equal(codes.length, 10);
  await anna.follows("I have kept them");
  await anna.sees("10 recovery codes are left");
  return { key, codes };
}

// signInWithCode gives password and code. The code that switched the factor on was used, so the next one is taken.
async function signInWithCode(anna, { key }, look) {
  await anna.signsOut();
  await anna.signsIn("anna", password);
  await anna.sees("One more step");
  await look(anna, "login-code");
  await anna.expecting([422], async () => {
    await anna.types("Code", "000000");
    await anna.presses("Go on");
    await anna.sees("The code is wrong, too old, or was used before");
  });
  await anna.types("Code", totp(key, 1));
  await anna.presses("Go on");
  await anna.sees("Home");
}

async function signInWithRecoveryCode(anna, { codes }) {
  await anna.signsOut();
  await anna.signsIn("anna", password);
  await anna.types("Code", codes[3]);
  await anna.presses("Go on");
  await anna.opens("/profile");
  await anna.sees("9 recovery codes are left");
}

// lostPassword: the administrator makes a link, and whoever opens it chooses a new password; the old one opens nothing.
async function lostPassword(admin, program, look) {
  await admin.opens("/people");
  await admin.follows("Anna Analyst");
  await look(admin, "person");
  await admin.presses("Link for a new password");
  const link = await handed(admin);
  await look(admin, "link-to-hand-over");
  const anna = await person("anna who lost her password", program);
  await openLink(anna, link);
  await look(anna, "choose-password");
  await anna.types("New password", later);
  await anna.presses("Save and sign in");
  await anna.sees("Home");
  const old = await person("somebody with the old password", program);
  await old.expecting([422], async () => {
    await old.signsIn("anna", password);
    await old.sees("The login name or the password is wrong");
  });
  await look(old, "wrong-password");
}

const question = "/assessments/salzquell-1/questions/BE.a.1";

// endSessions signs anna out everywhere.
async function endSessions(admin) {
  await admin.opens("/people");
  await admin.follows("Anna Analyst");
  await admin.presses("Sign out everywhere");
  await admin.sees("All sessions of the person ended");
}

// sessionEnds: what was typed stays on the page, and is saved once anna has signed in again in another tab.
async function sessionEnds(admin, anna, look) {
  await anna.context.clearCookies();
  await anna.signsIn("anna", later);
  await anna.opens(question);
  await endSessions(admin);
  await anna.expecting([422], async () => {
    await anna.root.locator(".levels input").nth(1).check();
    await anna.types("Note", "Typed after the session had ended.");
    await anna.sees("you have been signed out");
    await look(anna, "signed-out-while-typing");
    const [tab] = await Promise.all([anna.context.waitForEvent("page"), anna.root.getByRole("link", { name: "Sign in in a new window" }).click()]);
    const there = anna.inTab(tab);
    await there.types("Login name", "anna");
    await there.types("Password", later);
    await there.presses("Sign in");
    await tab.close();
    await anna.page.bringToFront();
    await anna.page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await anna.saved();
  });
  await anna.opens(question);
  await anna.sees("Typed after the session had ended.");
}

// sessionEndsWithoutScript: the page where one signs in keeps what was typed, shows it, and sends it.
async function sessionEndsWithoutScript(admin, anna, look) {
  await anna.opens(question);
  await endSessions(admin);
  await anna.types("Note", "Typed without script. كُتب بلا نص 🙂");
  await anna.expecting([422], () => anna.presses("Save"));
  await anna.sees("Your session has ended", "What you typed is kept on this page");
  await look(anna, "session-ended");
  await anna.types("Login name", "anna");
  await anna.types("Password", later);
  await anna.presses("Sign in");
  await anna.sees("Nothing you typed was lost", "Typed without script. كُتب بلا نص 🙂");
  await look(anna, "typed-comes-back");
  await anna.presses("Send it now");
  await anna.opens(question);
  await anna.sees("Typed without script. كُتب بلا نص 🙂");
}

// totp is what an authenticator shows, so many steps from now (RFC 6238).
function totp(key, steps) {
  const bits = [...key].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const sum = createHmac("sha1", secret).update(counter).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
