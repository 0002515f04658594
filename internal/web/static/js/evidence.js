// A file can be dropped on its field. It says at once which file was taken and whether it is too large, so that nobody sends for
// minutes what is refused at the end. Without this the plain field does the same later.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const said = zone.querySelector("[data-drop-said]");
  const most = Number(zone.dataset.most);
  const look = () => {
    const file = input.files[0];
    const wrong = file && file.size > most ? zone.dataset.tooLarge : "";
    input.setCustomValidity(wrong);
    said.textContent = wrong || (file ? file.name : "");
  };
  input.addEventListener("change", look);
  for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", over);
    });
  }
  zone.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length === 0) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    look();
  });
  input.form.addEventListener("submit", () => {
    if (input.files.length > 0) said.textContent = zone.dataset.sending;
  });
}
