// A secret link carries its token behind the #, which browsers send to nobody. The page of links has a form with a field for
// it: the token goes into the field, out of the address and the history, and the form is sent.
const field = document.querySelector("[data-token-field]");
if (field && location.hash.length > 1) {
  field.value = field.defaultValue = decodeURIComponent(location.hash.slice(1)); // nobody typed it: leaving asks nothing
  history.replaceState(null, "", location.pathname + location.search);
  field.form.requestSubmit();
}
