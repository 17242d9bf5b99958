// htmx answers: an error is shown in place (in the open layer, else at the head of the page); a refused form gets the focus.
import { say } from "./words.js";

function alertBox(element) {
  return element?.closest?.("dialog")?.querySelector(".dialog-alert") ?? document.getElementById("alerts");
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || xhr.status === 422) return;
  const box = alertBox(event.detail.requestConfig?.elt);
  if (!box) return;
  event.detail.shouldSwap = !xhr.responseText.includes("<html");
  event.detail.target = box;
  event.detail.swapOverride = "innerHTML";
  if (!event.detail.shouldSwap) show(box, say("这一步没有办成。填的内容还在，请稍后再试。"));
});

document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.elt.closest?.("form[data-steady]")) return; // steady.js says it beside the form
  const box = alertBox(event.detail.elt);
  if (box) show(box, say("没有连上服务器，这一步没有办成。填的内容还在，连上网再试。"));
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.xhr?.status !== 422) return;
  const within = event.detail.target ?? document;
  (within.querySelector("[aria-invalid=true]") ?? within.querySelector("[data-form-errors]"))?.focus();
});

function show(box, words) {
  const note = Object.assign(document.createElement("div"), { className: "error", textContent: words });
  note.setAttribute("role", "alert");
  box.replaceChildren(note);
}

// A page that came back with errors: go to the first of them.
document.querySelector("[data-form-errors]")?.focus();
