// What has just come into the page and must be read first takes the focus: the list of problems above a form.
const first = (root) => root.querySelector?.("[data-focus]")?.focus();
first(document);
document.addEventListener("htmx:afterSwap", (e) => first(e.detail.elt));
