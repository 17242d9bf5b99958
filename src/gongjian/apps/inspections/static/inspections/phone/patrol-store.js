// What the phone holds of matters: taken along, drafts with their photos, and what is appended to the one log.
import { asked } from "./idb.js";
import { askAnew } from "./net.js";
import { isOfMatters, patrolOf, standing } from "./patrol.js";
import { localDay, number } from "./store.js";

const MOST_PICTURES = 40; // as found, one a matter: a day's worth fits in a few megabytes
const STALE_MS = 60_000;
let isFetching = false;

export const patrolInfo = (store) => store.meta("patrol");

export async function patrol(store) {
  const matters = await store.read(["matters"], (at) => asked(at.objectStore("matters").getAll()));
  return patrolOf(matters, await store.operations());
}

export async function fieldMatter(store, id) {
  const matter = await store.read(["matters"], (at) => asked(at.objectStore("matters").get(id)));
  return matter ? standing(matter, (await store.operations()).filter((one) => one.matter === id)) : null;
}

// Take along what waits for this person; asked again it costs nothing while nothing changed.
export async function fetchPatrol(store) {
  const held = await patrolInfo(store);
  const answer = await askAnew("patrol/", held?.mark);
  const takenAt = new Date().toISOString();
  if (answer) await keepPatrol(store, answer, takenAt);
  else await store.setMeta("patrol", { ...held, takenAt });
  await fetchPictures(store);
}

// Fetch again by itself, when it was taken along before and some time has passed.
export async function refreshPatrol(store) {
  const held = await patrolInfo(store);
  if (!held || isFetching || Date.now() - Date.parse(held.takenAt) < STALE_MS) return;
  isFetching = true;
  await fetchPatrol(store).catch(() => undefined).finally(() => { isFetching = false; });
}

// What was done here today, what waits and what was refused stays in sight although nothing is left to do.
function keepPatrol(store, { matters, csrf: _csrf, user: _user, ...info }, takenAt) {
  return store.write(["meta", "matters", "operations", "outcomes"], async (at) => {
    const rows = at.objectStore("matters");
    const fresh = new Map(matters.map((matter) => [matter.id, matter]));
    const refused = (await asked(at.objectStore("outcomes").getAll())).map((outcome) => outcome.operation);
    const wanted = new Set([...(await asked(at.objectStore("operations").getAll())), ...refused].map((one) => one.matter));
    for (const old of await asked(rows.getAll())) {
      if (fresh.has(old.id)) continue;
      if (old.touchedOn === localDay() || wanted.has(old.id)) rows.put({ ...old, acts: [] });
      else rows.delete(old.id);
    }
    for (const matter of fresh.values()) rows.put(matter);
    at.objectStore("meta").put({ ...info, takenAt }, "patrol");
  });
}

// Pictures of what was found come along in this phone's own store, and go first when room is short.
async function fetchPictures(store) {
  const { todo } = await patrol(store);
  for (const { matter } of todo.slice(0, MOST_PICTURES)) {
    const photo = matter.photos[0];
    if (!photo || (await store.blob(photo.sha256))) continue;
    const response = await fetch(photo.url).catch(() => null);
    if (!response?.ok) continue;
    const bytes = await response.arrayBuffer();
    await store.write(["blobs"], (at) => { at.objectStore("blobs").put({ sha256: photo.sha256, bytes, type: "image/jpeg", isSent: true }); }).catch(() => undefined);
  }
}

// A form as it was left: its fields and the photos taken for it.
export async function draftOf(store, id) {
  return (await store.read(["drafts"], (at) => asked(at.objectStore("drafts").get(id)))) ?? { id, fields: {}, photos: [] };
}

export function keepDraft(store, draft, blobs = []) {
  return store.writeWithRoom(["drafts", "blobs"], blobs, (at) => {
    at.objectStore("drafts").put(draft);
    for (const blob of blobs) at.objectStore("blobs").put({ ...blob, isSent: false });
  });
}

export function dropDraft(store, id) {
  return store.write(["drafts"], (at) => { at.objectStore("drafts").delete(id); });
}

// Append what was done to a matter, its photos behind it, and end its draft: all or none.
export function appendField(store, { draft, outcomes = [], ...operation }, photos = []) {
  const id = crypto.randomUUID();
  const pictures = photos.map((photo) => ({ ...photo, kind: "picture", matter: operation.matter ?? null, of: id, place: operation.place ?? null }));
  return store.writeWithRoom(["meta", "operations", "drafts", "outcomes"], [], async (at) => {
    const written = await number(at, [{ ...operation, id }, ...pictures]);
    if (draft) at.objectStore("drafts").delete(draft);
    for (const key of outcomes) at.objectStore("outcomes").delete(key);
    return written;
  });
}

// Refused things of matters with the photos that came with each.
export async function refusedFields(store) {
  const rows = (await store.outcomes()).filter((row) => isOfMatters(row.operation));
  const heads = rows.filter((row) => row.operation.kind !== "picture");
  const own = (head) => rows.filter((row) => row.operation.of === head.operation.id);
  const alone = rows.filter((row) => row.operation.kind === "picture" && !heads.some((head) => head.operation.id === row.operation.of));
  return [...heads.map((head) => ({ head, pictures: own(head) })), ...alone.map((head) => ({ head, pictures: [head] }))];
}

export function dropOutcomes(store, keys) {
  return store.write(["outcomes"], (at) => { for (const key of keys) at.objectStore("outcomes").delete(key); });
}

// A refused report becomes the draft of a new one, with all that was written and taken.
export function reportAgain(store, { words, address, place, class: chosen, latitude, longitude }, photos, keys) {
  const point = latitude ? { point: { latitude, longitude, accuracy: 0 } } : {};
  const draft = { id: "report", at: new Date().toISOString(), fields: { words, address, place, class: String(chosen ?? ""), ...point }, photos };
  return store.write(["drafts", "outcomes"], (at) => {
    at.objectStore("drafts").put(draft);
    for (const key of keys) at.objectStore("outcomes").delete(key);
  });
}
