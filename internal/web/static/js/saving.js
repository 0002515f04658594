// Keeps people from leaving a page with something that they typed and did not send, takes a button that was pressed twice for
// one, and tells when the connection is gone. The answers of a questionnaire look after themselves (answer.js).
const typing = "textarea, input:not([type=radio], [type=checkbox], [type=hidden], [type=submit])";
const secret = "[type=password], [autocomplete=one-time-code]"; // who goes away from these loses nothing
const PRESS = 3000; // within which a second press is the first once more

let sent = new WeakMap(); // forms that are on their way, and since when

const changed = (field) => (field.type === "file" ? field.files.length > 0 : field.value !== field.defaultValue);
const unsent = (form) =>
  form.method === "post" && !form.hasAttribute("data-answer") && !sent.has(form) && !form.querySelector(secret) && [...form.elements].some((e) => e.matches(typing) && changed(e));

document.addEventListener("submit", (e) => {
  if (Date.now() - (sent.get(e.target) ?? 0) > PRESS) return;
  e.preventDefault();
  e.stopImmediatePropagation();
}, true); // before anybody else hears of it
window.addEventListener("submit", (e) => e.defaultPrevented || sent.set(e.target, Date.now()));
document.addEventListener("input", (e) => e.target.form && sent.delete(e.target.form));
document.addEventListener("htmx:beforeOnLoad", (e) => {
  const form = e.detail.elt.closest("form");
  if (form && e.detail.xhr.status < 400) sent.set(form, 0);
});
window.addEventListener("pageshow", () => (sent = new WeakMap()));
window.addEventListener("beforeunload", (e) => {
  if (![...document.forms].some(unsent)) return;
  sent = new WeakMap(); // whoever stays may send again
  e.preventDefault();
});

// The connection: a line at the end of the page while it is gone.
const texts = document.body.dataset;
let line;
window.addEventListener("offline", () => {
  line ??= Object.assign(document.createElement("p"), { className: "status-line" });
  line.setAttribute("role", "status");
  document.body.append(line);
  line.textContent = texts.offline;
});
window.addEventListener("online", () => {
  if (!line) return;
  line.textContent = texts.backOnline;
  setTimeout(() => line.remove(), 4000);
});
