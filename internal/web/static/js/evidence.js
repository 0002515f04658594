// A file can be dropped on its field. It says at once which file was taken and whether it is too large, so that nobody sends for
// minutes what is refused at the end; it shows how far an upload is, lets it be cancelled, and says where it broke off, with
// everything that was typed still there. Without this the plain form does the same, without the progress.
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const units = document.documentElement.lang === "fr" ? ["ko", "Mo"] : ["kB", "MB"];
const size = (bytes) => (bytes < 1e6 ? `${number.format(Math.ceil(bytes / 1e3))}\u00a0${units[0]}` : `${number.format(bytes / 1e6)}\u00a0${units[1]}`);
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

function take(zone) {
  const input = zone.querySelector("input[type=file]");
  const said = zone.querySelector("[data-drop-said]");
  const most = Number(zone.dataset.most);
  const look = () => {
    const file = input.files[0];
    const wrong = file && file.size > most ? zone.dataset.tooLarge : "";
    input.setCustomValidity(wrong);
    said.textContent = wrong || (file ? `${file.name} (${size(file.size)})` : "");
  };
  input.addEventListener("change", look);
  for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", over);
    });
  }
  zone.addEventListener("drop", (event) => {
    event.stopPropagation(); // or the page below would take it too
    const files = event.dataTransfer.files;
    if (files.length === 0) return;
    const first = new DataTransfer();
    first.items.add(files[0]);
    input.files = first.files;
    look();
    if (files.length > 1) said.append(" ", zone.dataset.one);
  });
  input.form.addEventListener("submit", (event) => {
    if (input.files.length === 0 || event.defaultPrevented) return;
    event.preventDefault();
    send(zone, input.form);
  });
}

// send sends a form, one at a time.
function send(zone, form) {
  if (form.querySelector("progress")) return;
  const said = zone.querySelector("[data-drop-said]");
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", zone.dataset.sending);
  const stop = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: zone.dataset.cancel });
  const line = Object.assign(document.createElement("p"), { className: "upload" });
  line.append(bar, " ", stop);
  said.after(line);
  said.textContent = zone.dataset.sending;

  const request = new XMLHttpRequest();
  const ended = (...text) => {
    line.remove();
    said.replaceChildren(...text);
    form.querySelector("[type=submit]").focus();
  };
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    bar.textContent = zone.dataset.share.replace("{done}", size(event.loaded)).replace("{all}", size(event.total));
    bar.title = bar.textContent;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    said.textContent = zone.dataset.cleaning;
  });
  request.addEventListener("abort", () => ended(zone.dataset.cancelled));
  for (const lost of ["error", "timeout"]) request.addEventListener(lost, () => ended(zone.dataset.cut));
  request.addEventListener("load", () => answered(request, zone, form, ended));
  stop.addEventListener("click", () => request.abort());
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(new FormData(form));
  stop.focus();
}

// answered goes where the answer leads, or puts it into the page: the form with what is wrong, or what else stands against it.
function answered(request, zone, form, ended) {
  const to = request.getResponseHeader("HX-Redirect");
  if (to) {
    form.reset(); // it is stored: nothing of it is left to send
    return location.assign(to);
  }
  if (request.getResponseHeader("HX-Retarget")) return ended(...signIn(zone));
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const fresh = page.querySelector("main");
  if (!fresh) { // a problem of another kind: the form stays, and what was typed
    ended("");
    form.dispatchEvent(new CustomEvent("refused", { bubbles: true, detail: request }));
    return;
  }
  document.title = page.title || document.title;
  document.querySelector("main").replaceWith(document.importNode(fresh, true));
  for (const z of document.querySelectorAll("[data-drop]")) take(z);
  document.querySelector("main [data-focus]")?.focus();
}

// signIn says that the session has ended, with a way to sign in that leaves this page as it is.
function signIn(zone) {
  const link = document.createElement("a");
  Object.assign(link, { href: `/login?next=${encodeURIComponent(location.pathname + location.search)}`, target: "_blank", textContent: zone.dataset.signIn });
  return [zone.dataset.signedOut, " ", link];
}

for (const zone of document.querySelectorAll("[data-drop]")) take(zone);

// A file dropped beside the field is not opened in place of the page: it goes into the field, if there is one alone.
document.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  const zones = document.querySelectorAll("[data-drop]");
  if (zones.length !== 1) return;
  const closed = zones[0].closest("details:not([open])");
  if (closed) closed.open = true;
  zones[0].dispatchEvent(new DragEvent("drop", { dataTransfer: event.dataTransfer }));
});
