// Rows that are chosen on a list: a box that chooses the whole page, how many there are, and no bar while there are none.
const bar = document.querySelector("form[data-bulk]");
const boxes = () => [...document.querySelectorAll(`input[type=checkbox][form="${bar.id}"]`)];
const head = document.querySelector("[data-choose-all]");
let whole = null;

function say() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const said = bar.querySelector("[data-said]");
  said.textContent = chosen ? said.dataset.said.replace("{n}", chosen) : "";
  bar.toggleAttribute("data-none", !chosen);
  for (const box of all) box.closest("tr")?.setAttribute("aria-selected", box.checked);
  if (whole) {
    whole.checked = chosen > 0 && chosen === all.length;
    whole.indeterminate = chosen > 0 && chosen < all.length;
  }
}

if (bar) {
  if (head) {
    whole = document.createElement("input");
    whole.type = "checkbox";
    whole.setAttribute("aria-label", head.dataset.chooseAll);
    whole.addEventListener("change", () => {
      for (const box of boxes()) box.checked = whole.checked;
      say();
    });
    head.prepend(whole);
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches?.(`input[type=checkbox][form="${bar.id}"]`)) say();
  });
  addEventListener("pageshow", say);
  say();
}
