// form[data-steady]: a step that can't reach the server stays on its page, is kept there, and goes off when the line is back.
import { say } from "./words.js";

const RETRY_MS = 15_000;
const section = (url) => new URL(url, location.href).pathname.split("/")[1];
const unsent = () => document.querySelectorAll("form[data-steady][data-unsent]");

function keep(form) {
  form.dataset.unsent = "";
  const line = form.querySelector("[data-saved]");
  line?.replaceChildren(Object.assign(document.createElement("b"), { className: "warn", textContent: say("没有连上，这一项留在本机，连上就存") }));
}

function sent(form) {
  delete form.dataset.unsent;
  form.dispatchEvent(new Event("draft-saved", { bubbles: true }));
}

// Wait for a save under way to end, so that it isn't sent a second time, but no longer than a retry.
function settled(form) {
  if (!form.classList.contains("htmx-request")) return Promise.resolve();
  return new Promise((done) => {
    form.addEventListener("htmx:afterSettle", done, { once: true });
    form.addEventListener("htmx:sendError", done, { once: true });
    setTimeout(done, RETRY_MS);
  });
}

async function step(form, button) {
  try {
    await settled(form);
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
    if (!answer.redirected) {
      form.dataset.native = "";
      form.requestSubmit(button); // refused, so nothing was kept: show the page that says why
      return;
    }
    if (section(answer.url) === section(location.href)) sent(form);
    location.assign(answer.url);
  } catch {
    keep(form);
  } finally {
    delete form.dataset.sending;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset?.steady === undefined) return;
  if (form.dataset.native !== undefined) return void delete form.dataset.native;
  event.preventDefault();
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = "";
  step(form, event.submitter);
});

document.addEventListener("htmx:sendError", (event) => {
  const form = event.detail.elt.closest?.("form[data-steady]");
  if (form) keep(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form[data-steady]");
  if (form && event.detail.successful) sent(form);
});
document.addEventListener("draft-restored", (event) => {
  if (event.target.dataset.steady !== undefined) setTimeout(() => event.target.dispatchEvent(new Event("change", { bubbles: true })), 500);
});

const again = () => unsent().forEach((form) => form.dispatchEvent(new Event("change", { bubbles: true })));
addEventListener("online", again);
setInterval(again, RETRY_MS);
