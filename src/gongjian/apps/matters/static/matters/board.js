// Cards are dragged to the steps that the server says are open to this person; the card's menu does the same by keys.
const board = document.querySelector("[data-board]");
const said = document.getElementById("board-said");
let lifted = null;

const stepOf = (element) => element.closest?.("[data-step]");
const unmark = (name) => board.querySelectorAll(`[data-${name}]`).forEach((element) => element.removeAttribute(`data-${name}`));

/** Ask where a card may go; its menu's answer, kept for the drop. */
async function ask(card) {
  const answer = await fetch(card.dataset.moves, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll("[data-to]")];
}

board.addEventListener("dragstart", async (event) => {
  const card = event.target.closest("[data-card]");
  if (!card) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.id);
  card.dataset.lifted = "";
  const mine = { card, moves: [] };
  lifted = mine;
  const from = stepOf(card).dataset.step;
  mine.moves = (await ask(card).catch(() => [])).filter((move) => move.dataset.to !== from);
  if (lifted !== mine) return;
  for (const { dataset } of mine.moves) board.querySelector(`[data-step="${dataset.to}"]`)?.setAttribute("data-open-to", "");
});

board.addEventListener("dragover", (event) => {
  const step = stepOf(event.target);
  unmark("over");
  if (!step || step.dataset.openTo === undefined) return;
  event.preventDefault();
  step.dataset.over = "";
});

board.addEventListener("drop", (event) => {
  const step = stepOf(event.target);
  const move = lifted?.moves.find(({ dataset }) => dataset.to === step?.dataset.step);
  if (!move) return;
  event.preventDefault();
  const form = move.querySelector("form");
  if (!form) return void location.assign(move.querySelector("a").getAttribute("href"));
  said.textContent = form.textContent.trim();
  document.body.append(form);
  form.hidden = true;
  form.submit();
});

board.addEventListener("dragend", () => {
  lifted = null;
  for (const name of ["lifted", "over", "open-to"]) unmark(name);
});

board.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".card-menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
