// Says beside a form what became of it where no page came back: what the server said against it, or that nothing came from the
// server. What was typed stays in the form. A form whose page is older than the session gets the token of the new one.
const texts = document.body.dataset;
const told = new WeakMap(); // forms, and what is said of them

function tell(form, ...said) {
  told.get(form)?.remove();
  const at = document.createElement("div");
  at.setAttribute("role", "alert");
  at.append(...said);
  told.set(form, at);
  form.before(at);
}

function notice(text) {
  const p = document.createElement("p");
  p.className = "notice bad";
  p.textContent = text;
  return p;
}

async function refused(form, request) {
  if (request.status === 403 && (await renewed(form))) return tell(form, notice(texts.signedInAnew));
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  tell(form, page.querySelector(".notice") ?? notice(texts.noAnswer));
}

// renewed asks the page for the token of the session as it is now, and tells whether it is another.
async function renewed(form) {
  const field = form.querySelector("[name=csrf]");
  const page = await fetch(location.href, { redirect: "error" }).then((a) => a.text()).catch(() => "");
  const token = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrf]")?.value;
  if (!field || !token || token === field.value) return false;
  for (const f of document.querySelectorAll("[name=csrf]")) f.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": token }));
  return true;
}

const formOf = (e) => e.detail.elt.closest("form");
document.addEventListener("htmx:beforeRequest", (e) => told.get(formOf(e))?.remove());
document.addEventListener("htmx:responseError", (e) => formOf(e) && refused(formOf(e), e.detail.xhr));
for (const lost of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(lost, (e) => formOf(e) && tell(formOf(e), notice(texts.noAnswer)));
document.addEventListener("refused", (e) => refused(e.target, e.detail)); // from evidence.js, which sends by itself
