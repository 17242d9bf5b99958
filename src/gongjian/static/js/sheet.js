// Side sheet and dialog: opened when htmx fills them, closed by Esc, the ground beside or a close button; focus goes back.
const opener = new WeakMap();

document.addEventListener("htmx:beforeRequest", (event) => {
  const layer = event.detail.target?.closest?.("dialog[data-loads]");
  if (layer && !layer.open) opener.set(layer, document.activeElement);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const layer = event.detail.target?.closest?.("dialog[data-loads]");
  if (!layer) return;
  layer.querySelector(".dialog-alert")?.replaceChildren();
  if (!layer.open) layer.showModal();
  layer.querySelector("#sheet-title, #dialog-title")?.focus();
});

document.addEventListener("click", (event) => {
  const layer = event.target.closest("dialog[data-loads]");
  if (!layer) return;
  if (event.target.closest("[data-dialog-close]")) {
    event.preventDefault();
    layer.close();
  } else if (event.target === layer && !layer.querySelector("form[data-guard][data-dirty]")) {
    layer.close();
  }
});

document.addEventListener("close", (event) => {
  const layer = event.target;
  if (!layer.matches?.("dialog[data-loads]")) return;
  if (layer.querySelector("[data-changed]")) location.reload(); // what stands behind is as it was before
  opener.get(layer)?.focus?.();
  layer.querySelector("#sheet-body, #dialog-body")?.replaceChildren();
}, true);

// The server may say that a layer has done its work: HX-Trigger: close-layer
document.body.addEventListener("close-layer", () => {
  for (const layer of document.querySelectorAll("dialog[data-loads][open]")) layer.close();
});

// On narrow screens the side panel folds behind its button.
const narrow = matchMedia("screen and (max-width: 1080px)");
function fold() {
  for (const panel of document.querySelectorAll("details[data-side]")) panel.open = !narrow.matches;
}
narrow.addEventListener("change", fold);
fold();
