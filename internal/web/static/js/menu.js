// The menu of the person closes by Escape and by a click elsewhere.
const menu = document.querySelector("details.who");
document.addEventListener("keydown", (e) => {
  if (e.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (e) => {
  if (menu?.open && !menu.contains(e.target)) menu.open = false;
});
