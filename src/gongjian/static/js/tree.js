// Tree grid: one tab stop, arrows to walk, right and left to open and close, Enter to follow the row's link.
const rowsOf = (grid) => [...grid.querySelectorAll("tbody > tr[aria-level]")];
const levelOf = (row) => Number(row.getAttribute("aria-level"));
const shownRows = (grid) => rowsOf(grid).filter((row) => !row.hidden);

function below(row) {
  const found = [];
  for (let next = row.nextElementSibling; next && (!next.hasAttribute("aria-level") || levelOf(next) > levelOf(row)); next = next.nextElementSibling) found.push(next);
  return found;
}

function settle(row) {
  let closedAt = row.getAttribute("aria-expanded") === "false" ? levelOf(row) : Infinity;
  for (const one of below(row)) {
    if (levelOf(one) <= closedAt) closedAt = Infinity;
    one.hidden = closedAt !== Infinity;
    if (!one.hidden && one.getAttribute("aria-expanded") === "false") closedAt = levelOf(one);
  }
}

function toggle(row, open) {
  if (!row.hasAttribute("aria-expanded")) return;
  row.setAttribute("aria-expanded", String(open));
  const loader = row.querySelector("a[data-twist]");
  if (open && loader && below(row).length === 0) loader.dispatchEvent(new Event("open-children", { bubbles: false }));
  settle(row);
}

function focusRow(grid, row) {
  if (!row) return;
  for (const one of rowsOf(grid)) one.tabIndex = one === row ? 0 : -1;
  row.focus();
}

function prepare(grid) {
  const rows = rowsOf(grid);
  for (const row of rows) if (row.getAttribute("aria-expanded") === "false") settle(row);
  if (rows.length && !rows.some((row) => row.tabIndex === 0)) rows[0].tabIndex = 0;
}

document.addEventListener("click", (event) => {
  const twist = event.target.closest("[data-twist]");
  if (!twist) return;
  event.preventDefault();
  const row = twist.closest("tr");
  toggle(row, row.getAttribute("aria-expanded") !== "true");
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-tree] tr[aria-level]");
  if (!row || event.target !== row) return;
  const grid = row.closest("[data-tree]");
  const shown = shownRows(grid);
  const at = shown.indexOf(row);
  const expanded = row.getAttribute("aria-expanded");
  const moves = {
    ArrowDown: () => focusRow(grid, shown[at + 1]),
    ArrowUp: () => focusRow(grid, shown[at - 1]),
    Home: () => focusRow(grid, shown[0]),
    End: () => focusRow(grid, shown.at(-1)),
    ArrowRight: () => (expanded === "false" ? toggle(row, true) : focusRow(grid, shown[at + 1])),
    ArrowLeft: () => (expanded === "true" ? toggle(row, false) : focusRow(grid, shown.slice(0, at).reverse().find((one) => levelOf(one) < levelOf(row)))),
    Enter: () => row.querySelector("a[href]:not([data-twist])")?.click(),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
});

const prepareAll = () => document.querySelectorAll("[data-tree]").forEach(prepare);
document.addEventListener("htmx:afterSettle", prepareAll);
prepareAll();
