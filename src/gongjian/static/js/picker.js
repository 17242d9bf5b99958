// Pickers of places and units: htmx fetches the answers, this puts the chosen one into the form.
import { say } from "./words.js";

const boxOf = (picker) => picker.querySelector("[data-picker-query]");
const optionsOf = (picker) => [...picker.querySelectorAll("[data-pick-value]")];

function closeList(picker) {
  picker.querySelector(".found")?.replaceChildren();
  boxOf(picker)?.setAttribute("aria-expanded", "false");
}

function chipFor(name, value, label) {
  const chip = document.createElement("span");
  chip.className = "chip";
  chip.dataset.chip = "";
  const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  const words = Object.assign(document.createElement("span"), { className: "cut", textContent: label });
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  remove.dataset.chipRemove = "";
  remove.setAttribute("aria-label", `${say("去掉")} ${label}`);
  chip.append(field, words, remove);
  return chip;
}

function choose(picker, option) {
  const { pickValue: value, pickLabel: label } = option.dataset;
  const box = boxOf(picker);
  const many = picker.dataset.multiple;
  if (many) {
    const chosen = picker.querySelector("[data-chosen]");
    const known = [...chosen.querySelectorAll("input")].some((input) => input.value === value);
    if (!known) chosen.append(chipFor(many, value, label));
    box.value = "";
  } else {
    box.value = label;
    const chosen = picker.querySelector("[data-chosen]");
    const holder = picker.querySelector("[data-picker-value]");
    if (holder) holder.value = value;
    else {
      chosen.replaceChildren(chipFor(box.name.replace(/_text$/, ""), value, label));
      box.value = "";
    }
  }
  closeList(picker);
  box.focus();
  picker.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-picker] [data-pick-value]");
  if (option) return choose(option.closest("[data-picker]"), option);
  const remove = event.target.closest("[data-chip-remove]");
  if (remove) {
    const form = remove.closest("form");
    remove.closest("[data-chip]").remove();
    form?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const picker of document.querySelectorAll("[data-picker]")) if (!picker.contains(event.target)) closeList(picker);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-picker-query]")) return;
  const holder = event.target.closest("[data-picker]").querySelector("[data-picker-value]");
  if (holder) holder.value = "";
});

document.addEventListener("htmx:afterSwap", (event) => {
  const picker = event.detail.target?.closest?.("[data-picker]");
  if (picker) boxOf(picker).setAttribute("aria-expanded", String(optionsOf(picker).length > 0));
});

document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.("[data-picker]");
  if (!picker || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  const options = optionsOf(picker);
  if (!options.length) return;
  event.preventDefault();
  if (event.key === "Escape") {
    closeList(picker);
    return boxOf(picker).focus();
  }
  const next = options.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (options[next] ?? boxOf(picker)).focus();
});
