// Matters as they stand on this phone: what the server last said, with what waits replayed on top. Pure.
const FIELD_KINDS = ["report", "accept", "act", "verify", "check", "note", "picture"];
const ENDING = ["act", "verify", "check"];

export const isOfMatters = (operation) => FIELD_KINDS.includes(operation.kind);

// One matter with the operations on it that wait.
export function standing(matter, operations) {
  const kinds = operations.map((operation) => operation.kind);
  const isEnded = kinds.some((kind) => ENDING.includes(kind));
  const acts = isEnded ? [] : matter.acts.filter((act) => !(act === "accept" && kinds.includes("accept")));
  return { matter, acts, waiting: operations.length, last: operations.findLast((one) => one.kind !== "picture") ?? null, pictures: operations.filter((one) => one.kind === "picture") };
}

// All matters of this phone: what is to be done by deadline, what was done here, and reports that still wait.
export function patrolOf(matters, operations) {
  const own = operations.filter(isOfMatters);
  const rows = matters.map((matter) => standing(matter, own.filter((one) => one.matter === matter.id)));
  rows.sort((a, b) => a.matter.due_at.localeCompare(b.matter.due_at) || a.matter.id - b.matter.id);
  const reports = own.filter((one) => one.kind === "report").map((report) => ({ report, pictures: own.filter((one) => one.of === report.id) }));
  return { todo: rows.filter((row) => row.acts.length), done: rows.filter((row) => !row.acts.length), reports, waiting: own.length };
}

// How the deadline stands: "late", "today" or "later".
export function timeOf(dueAt, now = new Date()) {
  const due = new Date(dueAt);
  if (due < now) return "late";
  return due.toDateString() === now.toDateString() ? "today" : "later";
}

// How many subjects wait, sheets aside: matters by number, reports by themselves.
export const waitingMatters = (operations) =>
  new Set(operations.filter(isOfMatters).map((one) => one.matter ?? (one.kind === "report" ? one.id : one.of))).size;
