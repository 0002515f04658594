// Sharing the work: a colleague gets a part, people without an account a link; one hands in, the other's link is revoked.
import { person } from "./person.js";
import { handed, openLink } from "./walk_people.js";

// share hands parts out. at is the path of a draft; colleague has an account and may answer there.
export async function share(company, colleague, at, look) {
  const program = company.program;
  const first = await handOut(company, at, "safety office, north", look);
  const guest = await person("guest with a link", program);
  await openLink(guest, first);
  await guest.sees("Every change is saved as you go");
  await look(guest, "guest");
  await guest.opens(`${at}/questions/BE.e.1`);
  await guest.root.locator(".levels input").nth(1).check();
  await guest.types("Note", "The pledge of 2026, section 2.");
  await guest.saved();
  await guest.meets(404, `${at}/questions/BE.a.1`);
  await guest.meets(404, `${at}/scorecard`);
  await look(guest, "guest-elsewhere");
  await guest.opens(`${at}/hand-in`);
  await guest.types("Your name or office", "Safety office");
  await look(guest, "hand-in");
  await guest.presses("Hand in my answers");
  await guest.sees("Handed in");
  await guest.opens(`${at}/questions/BE.e.1`);
  await guest.sees("Your answers are handed in", "The pledge of 2026, section 2.");
  await look(guest, "handed-in");

  const again = await person("somebody with the used link", program);
  await refused(again, first);

  const second = await handOut(company, at, "legal office", () => {});
  const late = await person("guest without script", program, { javaScriptEnabled: false });
  await openLink(late, second);
  await late.opens(`${at}/questions/BE.e.2`);
  await late.types("Note", "Asked the legal office.");
  await late.root.locator(".levels input").first().check();
  await late.presses("Save");
  await late.saved();
  await company.opens(`${at}/links`);
  await company.sees("gave the name Safety office", "handed in");
  await company.in("li", "legal office").presses(/^Revoke/);
  await company.sees("The link is revoked");
  await look(company, "links");
  await late.page.goto(`${at}/questions/BE.e.2`);
  await late.seesNot("Asked the legal office");
  await late.sees("Sign in");
  await refused(late, second);
  await company.opens(`${at}/questions/BE.e.2`);
  await company.sees("Asked the legal office."); // what was answered stays

  await done(company, colleague, at, look);
}

// handOut makes a link to the second pillar and gives its address.
async function handOut(company, at, whom, look) {
  await company.opens(`${at}/links`);
  await company.ticks("SLAPPs and judicial harassment");
  await company.types("Links for people without an account", whom);
  await look(company, "share");
  await company.presses("Hand out");
  await company.sees("The link is ready", whom);
  return handed(company);
}

// refused: a link that opens nothing says so, and nothing else.
async function refused(who, link) {
  await who.expecting([404], async () => {
    if (who.script) await who.page.goto(link);
    else {
      await who.page.goto("/link");
      await who.types("Code of the link", link);
      await who.presses("Open");
    }
    await who.sees("This link does not work");
  });
}

// done gives a part to a colleague, who finds it on home and says that it is done.
async function done(company, colleague, at, look) {
  await company.opens(`${at}/links`);
  await company.ticks("Commitment and governance");
  await company.ticks("Demo respondent");
  await company.types("Done by", "2099-12-01");
  await company.presses("Hand out");
  await company.sees("One section was given out");
  await colleague.opens("/");
  await colleague.sees("A section is yours");
  await look(colleague, "home-assigned");
  await colleague.follows(/^Answer it/);
  await colleague.sees("Commitment and governance");
  await colleague.opens(at);
  await look(colleague, "overview-assigned");
  await colleague.presses("Mark as done");
  await colleague.sees("Open again");
  await company.opens(`${at}/links`);
  await company.sees("done on");
}
