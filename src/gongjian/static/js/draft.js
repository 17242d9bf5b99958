// form[data-draft="key"]: every typed field is kept in this browser until the form is saved, and comes back with a notice.
import { say } from "./words.js";

const PREFIX = "gongjian-draft:";
const keyOf = (form) => PREFIX + form.dataset.draft;
const skipped = (field) => !field.name || ["file", "password", "hidden", "submit", "button"].includes(field.type) || field.closest("[data-no-draft]");

function read(form) {
  const kept = {};
  for (const field of form.elements) {
    if (skipped(field)) continue;
    const isBox = field.type === "checkbox" || field.type === "radio";
    (kept[field.name] ??= []).push(isBox ? field.checked : field.multiple ? [...field.selectedOptions].map((one) => one.value) : field.value);
  }
  return kept;
}

function write(form, kept) {
  const seen = {};
  let changed = 0;
  for (const field of form.elements) {
    if (skipped(field) || !(field.name in kept)) continue;
    const value = kept[field.name][(seen[field.name] = (seen[field.name] ?? -1) + 1)];
    if (value === undefined) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== value) changed += 1;
      field.checked = value;
    } else if (field.multiple) {
      for (const option of field.options) option.selected = value.includes(option.value);
    } else {
      if (field.value !== value) changed += 1;
      field.value = value;
    }
  }
  return changed;
}

function notice(form, at) {
  const note = document.createElement("div");
  note.className = "note";
  note.setAttribute("role", "status");
  const words = document.createElement("div");
  const time = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  words.textContent = `${say("上次没交的内容已经填回来")}（${time}）`;
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet s", textContent: say("不要这份草稿") });
  drop.addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    form.reset();
    note.remove();
  });
  note.append(words, drop);
  form.prepend(note);
}

function restore(form) {
  if (form.dataset.draftReady !== undefined) return;
  form.dataset.draftReady = "";
  const text = localStorage.getItem(keyOf(form));
  if (!text) return;
  const { at, fields } = JSON.parse(text);
  if (!write(form, fields)) return;
  notice(form, at);
  form.dispatchEvent(new Event("draft-restored", { bubbles: true }));
}

const clear = (key) => localStorage.removeItem(PREFIX + key);
const timers = new WeakMap();

document.addEventListener("input", (event) => {
  const form = event.target.form ?? event.target.closest?.("form");
  if (!form?.dataset.draft) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields: read(form) })), 400));
});

document.addEventListener("draft-saved", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  for (const one of form ? [form] : document.querySelectorAll("form[data-draft]")) {
    clearTimeout(timers.get(one));
    clear(one.dataset.draft);
  }
});

function start() {
  for (const sign of document.querySelectorAll("[data-draft-clear]")) {
    for (const word of sign.dataset.draftClear.split(" ")) clear(word.replace(/^draft:/, ""));
  }
  document.querySelectorAll("form[data-draft]").forEach(restore);
}
document.addEventListener("htmx:afterSettle", start);
start();
