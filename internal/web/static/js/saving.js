// Says whether what was typed is stored, keeps people from leaving while it is not, and tells when the connection is gone.
// A form takes part with data-guard; where it says what is saved has data-save-state (ui.SaveState).
const texts = document.body.dataset;
const dirty = new Set(); // forms with something that is not stored

const state = (form) => form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]");
const say = (form, what) => {
  const at = state(form);
  if (!at || !at.dataset[what]) return;
  at.textContent = at.dataset[what];
  at.classList.remove("yes");
  at.classList.toggle("no", what !== "saving");
};

document.addEventListener("input", (e) => {
  const form = e.target.form;
  if (form?.hasAttribute("data-guard")) dirty.add(form);
});
document.addEventListener("submit", (e) => dirty.delete(e.target));
window.addEventListener("beforeunload", (e) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size > 0) e.preventDefault();
});

const formOf = (e) => e.detail.elt?.closest?.("form[data-guard]");
document.addEventListener("htmx:beforeRequest", (e) => formOf(e) && say(formOf(e), "saving"));
document.addEventListener("htmx:afterRequest", (e) => {
  const form = formOf(e);
  if (!form) return;
  if (e.detail.successful) dirty.delete(form);
  else if (e.detail.xhr?.status) say(form, "failed");
});
for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, (e) => formOf(e) && (dirty.add(formOf(e)), say(formOf(e), "waiting")));
}

// The connection: a line at the end of the page while it is gone; what waits is sent again once it is back.
let line;
window.addEventListener("offline", () => {
  line ??= Object.assign(document.createElement("p"), { className: "status-line" });
  line.setAttribute("role", "status");
  document.body.append(line);
  line.textContent = texts.offline;
});
window.addEventListener("online", () => {
  if (line) {
    line.textContent = texts.backOnline;
    setTimeout(() => line.remove(), 4000);
  }
  for (const form of dirty) if (form.isConnected && window.htmx) htmx.trigger(form, "retry");
});
