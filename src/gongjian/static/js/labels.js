// On phones a table row becomes a small card: each cell is named by its column head.
function name(table) {
  const heads = [...table.querySelectorAll("thead tr:last-child > *")].map((head) => head.textContent.trim());
  for (const row of table.querySelectorAll("tbody > tr")) {
    [...row.children].forEach((cell, index) => {
      const isPlain = row.children.length === heads.length && index > 0 && heads[index];
      if (isPlain && cell.dataset.label === undefined) cell.dataset.label = heads[index];
    });
  }
}
const nameAll = () => document.querySelectorAll(".table-box:not(.wide) > .table").forEach(name);
document.addEventListener("htmx:afterSettle", nameAll);
nameAll();
