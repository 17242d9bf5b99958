// A sheet as it stands on this phone: what the server last said, with the operations still waiting replayed on top.
// Pure: rows in, a view out; nothing here is stored, so it can never differ from what will be sent.
import { Exact } from "./exact.js";
import { scoreSheet } from "./scoring.js";

const plain = (value) => (value === null || value === undefined || value === "" ? null : String(Exact.of(value)));
const isPositive = (count) => Exact.of(count || "0").isPositive;

export function derive(place, operations) {
  const view = fromServer(place.sheet);
  for (const operation of operations) replay[operation.kind]?.(view, operation);
  view.waiting = operations.length;
  view.waitingPhotos = operations.filter((operation) => operation.kind === "photo").length;
  view.changedAt = operations.at(-1)?.at ?? null;
  return view;
}

function fromServer(sheet) {
  const view = {
    id: sheet?.id ?? null, status: sheet?.status ?? null, score: plain(sheet?.score), returnReason: sheet?.return_reason ?? "",
    isOpen: Boolean(sheet), items: {}, readings: {}, signed: {}, finishedAt: sheet?.finished_at ?? null, isSubmitWaiting: false,
    conflicts: (sheet?.conflicts ?? []).filter((conflict) => !conflict.chosen),
  };
  for (const [party, signature] of Object.entries(sheet?.signed ?? {})) view.signed[party] = signature;
  for (const entry of sheet?.entries ?? []) {
    if (entry.reading) view.readings[entry.item] = entry.reading;
    if (entry.reading && !entry.not_applicable) continue;
    const item = itemOf(view, entry.item);
    item.answer ??= { rules: {}, notApplicable: false, reason: "" };
    item.at = [item.at, entry.at].filter(Boolean).sort().at(-1) ?? null;
    item.by = entry.by ?? null;
    if (entry.not_applicable) Object.assign(item.answer, { notApplicable: true, reason: entry.note ?? "" });
    if (entry.rule === null || entry.rule === undefined) continue;
    item.answer.rules[entry.rule] = { count: plain(entry.count) ?? "0", amount: plain(entry.amount), note: entry.note ?? "" };
    item.photos[entry.rule] = (entry.photos ?? []).map((photo) => ({ ...photo, isSent: true }));
  }
  return view;
}

export function itemOf(view, key) {
  return (view.items[key] ??= { answer: null, photos: {}, at: null, by: null });
}

const replay = {
  open(view, { at }) { view.isOpen = true; view.status ??= "draft"; view.startedAt = at; },
  item(view, operation) {
    const item = itemOf(view, operation.item);
    item.answer = { rules: operation.answers, notApplicable: Boolean(operation.not_applicable), reason: operation.reason ?? "" };
    item.at = operation.at;
    item.by = null;
    for (const rule of Object.keys(item.photos)) {
      if (!isPositive(operation.answers[rule]?.count)) delete item.photos[rule];
    }
  },
  photo(view, operation) {
    const photos = (itemOf(view, operation.item).photos[operation.rule] ??= []);
    if (!photos.some((photo) => photo.sha256 === operation.sha256)) photos.push({ sha256: operation.sha256, taken_at: operation.taken_at, from_album: operation.from_album });
  },
  remove_photo(view, operation) {
    const item = itemOf(view, operation.item);
    item.photos[operation.rule] = (item.photos[operation.rule] ?? []).filter((photo) => photo.sha256 !== operation.sha256);
  },
  sign(view, { party, name, sha256, at }) { view.signed[party] = { name, sha256, at }; },
  finish(view, { finished_at }) { view.finishedAt = finished_at; },
  submit(view) { view.isSubmitWaiting = true; },
};

// The marks of every item and of the sheet, with what each item lacks ("" is nothing).
export function mark(rubric, view) {
  const readings = Object.fromEntries(Object.entries(view.readings).map(([key, reading]) => [key, reading.value]));
  const answers = Object.fromEntries(Object.entries(view.items).filter(([, item]) => item.answer).map(([key, item]) => [key, item.answer]));
  const result = scoreSheet(rubric, answers, readings);
  const disputed = new Set(view.conflicts.map((conflict) => String(conflict.item)));
  const marks = rubric.items.map((item, index) => {
    const score = result.items[index];
    const lacks = !score.isAnswered ? (item.measure ? "" : "answer") : needLacking(item, view.items[item.key]);
    const state = disputed.has(item.key) ? "disputed" : item.measure ? "measured" : !score.isAnswered ? "todo" : lacks ? "lacking" : "done";
    return { number: index + 1, item, score, lacks, state, held: view.items[item.key] ?? null };
  });
  return { ...result, marks, lacking: marks.filter((one) => one.lacks || one.state === "disputed"), answered: marks.filter((one) => one.state === "done" || one.state === "lacking").length, toScore: rubric.items.filter((item) => !item.measure).length };
}

function needLacking(item, held) {
  for (const rule of item.rules) {
    const line = held?.answer?.rules[rule.key];
    if (!line || !isPositive(line.count)) continue;
    if (rule.need.kind === "photo" && (held.photos[rule.key]?.length ?? 0) < rule.need.count) return "photo";
    if (rule.need.kind === "note" && !line.note.trim()) return "note";
  }
  return "";
}

// One word for the list of places; design §7 gives its shape.
export function stateOf(view, marked) {
  if (view.conflicts.length) return "有冲突";
  if (view.status === "submitted") return "已交";
  if (view.isSubmitWaiting) return "已评完未传";
  if (view.status === "returned" && !view.waiting) return "退回";
  if (!view.isOpen) return "未开始";
  if (marked.marks.some((one) => one.lacks === "photo")) return "缺照片";
  return "评分中";
}
