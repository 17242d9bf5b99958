// form[data-guard]: leaving with unsaved words asks first.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) form.dataset.dirty = "";
});
document.addEventListener("submit", (event) => delete event.target.dataset.dirty);
document.addEventListener("draft-saved", () => document.querySelectorAll("form[data-dirty]").forEach((form) => delete form.dataset.dirty));
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]")) event.preventDefault();
});
