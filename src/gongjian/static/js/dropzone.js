// The import page: a file may be dropped anywhere on the frame; what is too large is said before it is sent.
const form = document.querySelector("form[data-max-bytes]");
const zone = form.querySelector(".dropzone");
const file = form.querySelector("input[type=file]");
const text = form.querySelector("textarea");
const error = form.querySelector("[data-import-error]");

for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => {
  event.preventDefault();
  zone.classList.add("over");
});
for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
});

form.addEventListener("submit", (event) => {
  const { maxBytes, maxCharacters, tooLarge, tooLong } = form.dataset;
  const isLarge = [...file.files].some((one) => one.size > Number(maxBytes));
  const isLong = text.value.length > 2 * Number(maxCharacters);
  error.hidden = !(isLarge || isLong);
  if (error.hidden) return;
  event.preventDefault();
  error.textContent = isLarge ? tooLarge.replace("%s", Math.floor(maxBytes / 1048576)) : tooLong.replace("%s", Number(maxCharacters).toLocaleString());
});
