// An allegation and its cap: one records it, one proposes the cap, the company replies, another person confirms, and the
// scorecard begins with the cap until it is lifted.
import assert from "node:assert/strict";

export async function cases({ analyst, reviewer, administrator, company }, organisation, at, look) {
  const where = await record(analyst, organisation, look);
  const cap = await propose(reviewer, where, look);
  await reply(company, where, look);
  await reviewer.opens(cap);
  await reviewer.sees("You proposed it, so another reviewer confirms it");
  await administrator.opens("/");
  await administrator.sees("A cap waits for a second person");
  await administrator.opens(cap);
  await administrator.presses("Confirm the cap");
  await administrator.sees("The cap is in force");
  await look(administrator, "cap-in-force");

  await company.opens("/");
  await company.sees("The organisation may reply to a cap");
  await company.opens(cap);
  await company.unfolds("Add a reply");
  await company.types("The reply in its own words", "The suit was withdrawn, and its costs were paid.");
  await company.presses("Keep the reply");
  await company.sees("The reply is kept");

  await company.opens(`${at}/scorecard`);
  await company.sees("Capped at", "The suit was withdrawn");
  const text = await company.in("main").reads();
  assert.ok(text.indexOf("Capped at") < text.indexOf("Pillars"), "the cap does not stand first");
  await look(company, "scorecard-under-a-cap");

  await reviewer.opens(cap);
  await reviewer.types("Why", "The suit has ended and what it did was made good.");
  await reviewer.presses("Lift the cap");
  await reviewer.sees("The cap is lifted");
  await look(reviewer, "cap-lifted");
  await company.opens(`${at}/scorecard`);
  await company.seesNot("The suit was withdrawn");
}

// record puts the claim of a source on file, after a look at what it would take off. It gives the path of the case.
async function record(analyst, organisation, look) {
  await analyst.opens("/allegations");
  await analyst.follows("New case");
  await analyst.picks("Organisation", organisation);
  await analyst.picks("Kind of harm", "lawsuit");
  await analyst.picks("Quarter", /\d{4}-Q\d/);
  await analyst.picks("Country", "Peru");
  await analyst.types("What is alleged", "A lawsuit against critics of a project was reported.");
  await analyst.types("Public source", "https://example.org/report");
  await analyst.picks("Scale: how grave", "moderate");
  await analyst.picks("Scope: how many are affected", "a group");
  await analyst.picks("Irremediability: how far it can be made good", "mostly");
  await analyst.ticks("K2");
  await analyst.ticks("contributed");
  await analyst.presses("Show what it takes off");
  await analyst.sees(/points off, alone/i);
  await look(analyst, "what-a-case-takes-off");
  await analyst.presses("Put on file");
  await analyst.sees("is on file", "no reply yet");
  return analyst.at;
}

// propose proposes a cap and gives its path.
async function propose(reviewer, where, look) {
  await reviewer.opens(where);
  await reviewer.picks("The rule", "CAP-1");
  await reviewer.picks("Grade of the evidence", /E2|public/);
  await reviewer.in("form[action$='/cap']").types("What it rests on", "A court register shows the suit.");
  await look(reviewer, "propose-a-cap");
  await reviewer.presses("Propose");
  await reviewer.sees("The cap is proposed");
  if (!reviewer.at.startsWith("/caps/")) await reviewer.follows(/^CAP-1/);
  return reviewer.at;
}

// reply adds what the company says to the case, word for word.
async function reply(company, where, look) {
  await company.opens(where);
  await company.unfolds("Add a reply");
  await company.types("The reply in its own words", "We dispute the summary. نعترض على الملخص");
  await company.presses("Keep the reply");
  await company.sees("The reply is kept", "We dispute the summary. نعترض على الملخص", "replied");
  await look(company, "replied");
}
