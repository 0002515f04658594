// Keys of the review, alone while an answer or something in it has the focus: J and K go on and back, A accepts, P approves,
// E and R open what adjusts and what returns. Without this script every one of them is a link or a button.
(() => {
  const typing = (e) => e.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
    const item = event.target.closest("[data-review-item]");
    const list = document.querySelector("[data-review]");
    if (!item || !list) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const all = [...list.querySelectorAll("[data-review-item]")];
      const next = all[all.indexOf(item) + (key === "j" ? 1 : -1)];
      if (next) { next.focus(); next.scrollIntoView({ block: "start" }); }
    } else {
      const act = /^[aper]$/.test(key) && item.querySelector(`[data-key="${key}"]`);
      if (!act) return;
      if (act instanceof HTMLDetailsElement) {
        act.open = true;
        act.querySelector("select, textarea, input:not([type=hidden])")?.focus();
      } else act.click();
    }
    event.preventDefault();
  });
  // what was judged keeps the focus, so that the next key works
  document.addEventListener("htmx:afterSwap", (event) => {
    const at = event.detail.requestConfig?.target?.id;
    const item = at && document.getElementById(at);
    if (item?.matches("[data-review-item]")) item.focus();
  });
})();
