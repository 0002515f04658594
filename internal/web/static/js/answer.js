// Saves the answers of a page as they are given. Each form with data-answer is sent a moment after the last change, one
// request at a time; the answer brings the parts of the page that changed (data-swap), never a field that somebody types in.
// What could not be sent stays here and is sent again, the very same first: the server takes a repeated request for one. It is
// sent in the name of nobody but the person for whom this page was opened.
// Without this file the same forms are sent by their buttons.
const MOMENT = 1500; // after typing; a choice is sent at once, and so is what was typed when the field is left
const LONGEST = 30_000; // between two tries
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

let token = null; // of the forms, once it had to be asked for again after a new sign-in
const person = (token) => token?.split(".")[1] ?? ""; // the mark of whoever a token is for; the same in each session of theirs

class Answer {
  constructor(form) {
    Object.assign(this, { form, key: form.dataset.key, changed: false, stuck: null, busy: null, timer: 0, tries: 0, closed: false, newer: false });
    form.addEventListener("input", (e) => this.later(e.target.matches("textarea, input:not([type=radio], [type=checkbox])") ? MOMENT : 0));
    form.addEventListener("change", () => this.changed && this.flush());
    form.addEventListener("submit", (e) => this.submitted(e));
  }

  get unsaved() { return this.changed || this.stuck !== null || this.busy !== null; }

  part(name) { return document.getElementById(`${this.key}-${name}`); }

  say(text, saved = false) {
    const at = this.part("state");
    if (!at || !text) return;
    at.textContent = text;
    at.classList.toggle("yes", saved);
    at.classList.toggle("no", !saved && text !== at.dataset.saving);
  }

  later(ms) {
    this.changed = this.newer = true;
    if (!this.stuck) this.say(this.part("state")?.dataset.saving);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), ms);
  }

  // flush sends until nothing is left or nothing more can be done; it tells whether all is stored.
  async flush(extra) {
    clearTimeout(this.timer);
    while (this.busy) await this.busy;
    if (this.closed ? !this.newer : !this.changed && !this.stuck && !extra) return !this.closed && !this.unsaved;
    this.busy = this.send(extra);
    const done = await this.busy;
    this.busy = null;
    if (done && (this.changed || this.stuck)) return this.flush();
    return done && !this.unsaved;
  }

  async send(extra) {
    const body = this.stuck ?? new URLSearchParams(new FormData(this.form));
    if (extra && !this.stuck) body.set("do", extra);
    if (!this.stuck) { // what could not be sent is said until it is; a page that jumps takes links away under a press
      this.changed = this.newer = false;
      this.say(this.part("state")?.dataset.saving);
    }
    const headers = { "HX-Request": "true" };
    if (token) body.set("csrf", token);
    let answer;
    try {
      answer = await fetch(this.form.action, { method: "POST", body, headers, signal: AbortSignal.timeout(30_000) });
    } catch {
      return this.wait(body);
    }
    const text = await answer.text().catch(() => null);
    if (text === null || answer.status >= 500 || answer.status === 429 || answer.status === 408) return this.wait(body);
    if (answer.headers.has("HX-Redirect") || answer.headers.has("HX-Retarget") || answer.redirected) return this.hold(body, "signedOut");
    if (answer.status === 403) {
      const whose = await renewToken();
      if (whose === OTHER) return this.hold(body, "otherPerson");
      if (whose === OWN && this.tries++ < 2) {
        this.stuck = body;
        return true; // at once again, with the token of the new session
      }
    }
    this.stuck = null;
    this.tries = 0;
    return this.take(answer.status, text);
  }

  // take puts what came into the page.
  take(status, text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const parts = [...page.querySelectorAll("[data-swap][id], [data-save-state][id]")];
    for (const part of parts) swap(part);
    inView();
    if (parts.length === 0) { // an error of another kind, such as an assessment that has been handed in meanwhile
      const slot = this.part("problems");
      slot?.replaceChildren(...page.body.childNodes);
      this.say(slot?.dataset.failed ?? this.part("state")?.dataset.failed);
    }
    if (status === 409) {
      this.closed = parts.length > 0; // until the person has chosen
      if (!this.newer) this.part("conflict")?.querySelector("[data-focus]")?.focus(); // else it comes again with what is being typed
    }
    const ok = status < 300;
    if (!ok) this.changed = true;
    this.part("state")?.classList.toggle("no", !ok);
    return ok;
  }

  // wait keeps what could not be sent and tries again, later and later.
  wait(body) {
    this.stuck = body;
    this.say(this.part("state")?.dataset.waiting);
    const ms = Math.min(LONGEST, 1000 * 2 ** Math.min(this.tries++, 5));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), ms);
    return false;
  }

  // hold keeps what must not be sent until the person has signed in again, and says why.
  hold(body, why) {
    this.stuck = body;
    this.say(this.form.dataset[why]);
    const slot = this.part("problems");
    if (slot && slot.querySelector("[data-again]")?.dataset.again !== why) {
      const line = document.createElement("p");
      line.className = "notice warning";
      line.dataset.again = why;
      line.append(this.form.dataset[why]);
      if (why === "signedOut") line.append(" ", Object.assign(document.createElement("a"), { href: `/login?next=${encodeURIComponent(location.pathname + location.search)}`, target: "_blank", textContent: this.form.dataset.signIn }));
      slot.replaceChildren(line);
    }
    return false;
  }

  // submitted is a press of one of the form's buttons: first everything is stored, then the page goes on.
  async submitted(e) {
    if (this.closed) return; // both versions stand there; the server says so again
    e.preventDefault();
    const what = e.submitter?.value ?? "save";
    const next = e.submitter?.dataset.next;
    const done = await this.flush(what === "next" ? "save" : what);
    if (done && what === "clear") leave(location.href);
    else if (done && next) leave(next);
    else if (!done) this.part("problems")?.querySelector("a")?.focus();
  }
}

// swap puts a part in place of the one with its id. What is said of storing only changes its text, so that it is read out.
function swap(part) {
  const old = document.getElementById(part.id);
  if (!old) return;
  if (old.hasAttribute("data-save-state")) {
    old.textContent = part.textContent;
    old.className = part.className;
    return;
  }
  const had = old.contains(document.activeElement) ? document.activeElement : null;
  const place = had && [...old.querySelectorAll("a, button")].indexOf(had);
  const fresh = document.importNode(part, true);
  old.replaceWith(fresh);
  if (had) [...fresh.querySelectorAll("a, button")][place]?.focus();
}

// renewToken asks the page for the token of the session as it is now, and tells whose session that is. That of somebody else is
// not taken.
const OWN = "own", OTHER = "other", NOBODYS = "";
async function renewToken() {
  try {
    const answer = await fetch(location.href, { redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("input[name=csrf]")?.value;
    if (!person(fresh)) return NOBODYS;
    if (person(fresh) !== openedBy) return OTHER;
    token = fresh;
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = fresh;
    document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
    return OWN;
  } catch {
    return NOBODYS;
  }
}

const openedBy = person(document.querySelector("form[data-answer] input[name=csrf]")?.value);
const answers = [...document.querySelectorAll("form[data-answer]")].map((form) => new Answer(form));
const open = () => answers.filter((a) => a.unsaved && !a.closed);

let leaving = false;
function leave(to) {
  leaving = true;
  location.assign(to);
}

// On a narrow screen the parts lie in a row: the one at hand is in view.
const inView = () => {
  const here = document.querySelector(".q-nav .here");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - 16;
};
inView();

if (answers.length > 0) {
  const again = async () => {
    if (!answers.some((a) => a.stuck)) return;
    const whose = await renewToken();
    for (const a of open()) whose === OTHER && a.stuck ? a.hold(a.stuck, "otherPerson") : a.flush();
  };
  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());

  // Nobody is kept from leaving but by something that is not stored.
  window.addEventListener("beforeunload", (e) => {
    if (!leaving && answers.some((a) => a.unsaved)) e.preventDefault();
  });
  document.addEventListener("click", async (e) => {
    const link = e.target.closest?.("a[href]");
    if (link?.hasAttribute("data-discard")) {
      leaving = true;
      return;
    }
    if (!link || link.target || e.ctrlKey || e.metaKey || e.shiftKey || link.origin !== location.origin || link.getAttribute("href").startsWith("#") || open().length === 0) return;
    e.preventDefault();
    await Promise.race([Promise.all(open().map((a) => a.flush())), sleep(4000)]);
    location.assign(link.href); // asks first, if something is still not stored
  });
  document.addEventListener("submit", async (e) => {
    const form = e.target;
    if (form.hasAttribute("data-answer")) return;
    const conflict = form.closest("[id$='-conflict']");
    const torn = conflict && answers.find((a) => a.part("conflict") === conflict);
    if (torn?.newer) { // the choice was made before the last words were typed: they are shown beside the other side first
      e.preventDefault();
      await torn.flush();
      return;
    }
    if (conflict) leaving = true;
    if (!form.hasAttribute("data-after-save") || open().length === 0) return;
    e.preventDefault();
    if ((await Promise.all(open().map((a) => a.flush()))).every(Boolean)) document.getElementById(form.id)?.requestSubmit() ?? location.reload();
  });
}
