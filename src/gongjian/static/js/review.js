// The review screen: text and cards mark each other, keys walk the cards, a selection becomes a new passage.
const review = document.querySelector("[data-review]");
const list = () => [...review.querySelectorAll(".cardlist [data-card], .cardlist .unit-card")];
const idsOf = (mark) => mark.dataset.items.split(" ");
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");
let here = -1;

function light(id) {
  for (const lit of review.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (!id) return;
  for (const mark of review.querySelectorAll(`.mk[data-items~="${id}"]`)) mark.classList.add("lit");
  review.querySelector(`[data-card="${id}"]`)?.classList.add("lit");
}
const opened = () => review.querySelector(".card.on[data-card]")?.dataset.card;

function scrollTo(id) {
  review.querySelector(`.mk[data-items~="${id}"]`)?.scrollIntoView({ block: "center" });
  review.querySelector(`[data-card="${id}"]`)?.scrollIntoView({ block: "nearest" });
}

function idAt(target) {
  const mark = target.closest?.(".mk");
  if (mark) return idsOf(mark).at(-1);
  return target.closest?.("[data-card]")?.dataset.card;
}
for (const kind of ["mouseover", "focusin"]) review.addEventListener(kind, (event) => light(idAt(event.target) ?? opened()));
review.addEventListener("mouseleave", () => light(opened()));

function showPane(name) {
  review.classList.toggle("pane-text", name === "text");
  review.classList.toggle("pane-cards", name === "cards");
  for (const link of review.querySelectorAll("[data-pane]")) {
    if (link.dataset.pane === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
review.addEventListener("click", (event) => {
  const pane = event.target.closest("[data-pane]");
  if (!pane) return;
  event.preventDefault();
  showPane(pane.dataset.pane);
});

// A page without panes in its address shows both sides until the script takes over.
if (review.dataset.panes) {
  showPane(review.dataset.panes);
  review.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#place-'], a[href^='#finding-']");
    if (!link) return;
    event.preventDefault();
    const id = link.hash.split("-").at(-1);
    showPane(link.matches(".mk") ? "cards" : "text");
    document.querySelector(link.hash)?.focus({ preventScroll: true });
    light(id);
    scrollTo(id);
  });
}

function step(by) {
  const cards = list();
  if (!cards.length) return;
  const current = here >= 0 ? here : cards.findIndex((card) => card.classList.contains("on"));
  here = Math.min(Math.max(current + by, 0), cards.length - 1);
  cards[here].focus();
  cards[here].scrollIntoView({ block: "nearest" });
  if (cards[here].dataset.card) {
    light(cards[here].dataset.card);
    scrollTo(cards[here].dataset.card);
  }
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  u: () => document.querySelector("[data-next-open]")?.click(),
  x: () => review.querySelector(".card.on [data-drop]")?.click(),
};
document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

// A selection within the text: offsets count code points from the paragraph's start, as the server does.
const pop = document.querySelector("[data-add-pop]");
function offsetOf(node, offset) {
  const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-start]");
  if (!paragraph) return null;
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  range.setEnd(node, offset);
  return Number(paragraph.dataset.start) + [...range.toString()].length;
}
function offer() {
  const selection = document.getSelection();
  const text = review.querySelector("[data-text]");
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const isInside = range && !range.collapsed && text.contains(range.startContainer) && text.contains(range.endContainer);
  const start = isInside ? offsetOf(range.startContainer, range.startOffset) : null;
  const end = isInside ? offsetOf(range.endContainer, range.endOffset) : null;
  const isGood = start !== null && end !== null && end > start;
  pop.hidden = !isGood;
  if (!isGood) return;
  pop.classList.add("at");
  pop.querySelector("[name=start]").value = start;
  pop.querySelector("[name=end]").value = end;
}
if (pop) {
  document.addEventListener("mouseup", () => setTimeout(offer));
  document.addEventListener("keyup", (event) => event.shiftKey && offer());
  document.addEventListener("keydown", (event) => event.key === "Escape" && (pop.hidden = true));
}

const first = opened();
if (first) {
  light(first);
  scrollTo(first);
} else review.querySelector(".unit-card.on")?.scrollIntoView({ block: "center" });
