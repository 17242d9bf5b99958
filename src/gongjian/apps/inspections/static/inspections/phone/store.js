// What this phone holds for one person: rounds taken along, an append-only log of operations, photos by digest,
// and what the server answered. One database a person: another who signs in sees and sends nothing of it.
import { asked, openDatabase, transact } from "./idb.js";
import { derive, itemOf } from "./sheets.js";
import { fillReserve, isFull, releaseReserve } from "./space.js";

const EVERYTHING = ["meta", "rounds", "places", "matters", "drafts", "operations", "blobs", "outcomes", "reserve"];
const RETRIES_MS = [0, 60, 250];
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("gongjian-phone") : null;

function build(database, oldVersion) {
  if (oldVersion < 1) buildForSheets(database);
  database.createObjectStore("matters", { keyPath: "id" });
  database.createObjectStore("drafts", { keyPath: "id" });
}

function buildForSheets(database) {
  database.createObjectStore("meta");
  database.createObjectStore("rounds", { keyPath: "id" });
  database.createObjectStore("places", { keyPath: ["round", "code"] }).createIndex("round", "round");
  database.createObjectStore("operations", { keyPath: "seq" }).createIndex("sheet", ["round", "place"]);
  database.createObjectStore("blobs", { keyPath: "sha256" });
  database.createObjectStore("outcomes", { autoIncrement: true });
  database.createObjectStore("reserve");
}

export async function openStore(user, device) {
  const database = await openDatabase(`gongjian-phone-${user.id}`, 2, build);
  const store = new Store(database, user);
  await store.prepare(device);
  return store;
}

class Store extends EventTarget {
  writes = 0;

  constructor(database, user) {
    super();
    this.database = database;
    this.user = user;
    channel?.addEventListener("message", ({ data }) => { if (data === user.id) this.dispatchEvent(new Event("change")); });
  }

  async prepare(device) {
    const known = await this.meta("device");
    if (!known) await this.setMeta("device", device);
    await fillReserve(this.database);
  }

  read(stores, work) { return transact(this.database, stores, "readonly", work); }

  // Write, and tell this page and the other tabs; `writes` counts what is not on the disk yet.
  async write(stores, work) {
    this.writes += 1;
    try {
      const answer = await transact(this.database, stores, "readwrite", work);
      this.dispatchEvent(new Event("change"));
      channel?.postMessage(this.user.id);
      return answer;
    } finally {
      this.writes -= 1;
      if (!this.writes) this.dispatchEvent(new Event("idle"));
    }
  }

  idle() { return this.writes ? new Promise((done) => this.addEventListener("idle", done, { once: true })) : Promise.resolve(); }

  meta(key) { return this.read(["meta"], (at) => asked(at.objectStore("meta").get(key))); }
  setMeta(key, value) { return this.write(["meta"], (at) => { at.objectStore("meta").put(value, key); }); }

  rounds() { return this.read(["rounds"], (at) => asked(at.objectStore("rounds").getAll())); }
  round(id) { return this.read(["rounds"], (at) => asked(at.objectStore("rounds").get(id))); }
  place(round, code) { return this.read(["places"], (at) => asked(at.objectStore("places").get([round, code]))); }
  places(round) { return this.read(["places"], (at) => asked(at.objectStore("places").index("round").getAll(round))); }
  operations(limit) { return this.read(["operations"], (at) => asked(at.objectStore("operations").getAll(null, limit))); }
  waiting() { return this.read(["operations"], (at) => asked(at.objectStore("operations").count())); }
  blob(sha256) { return this.read(["blobs"], (at) => asked(at.objectStore("blobs").get(sha256))); }
  outcomes() {
    return this.read(["outcomes"], async (at) => {
      const [keys, rows] = await Promise.all([asked(at.objectStore("outcomes").getAllKeys()), asked(at.objectStore("outcomes").getAll())]);
      return rows.map((row, index) => ({ ...row, key: keys[index] }));
    });
  }

  // One sheet as it stands, with its place.
  sheet(round, code) {
    return this.read(["places", "operations"], async (at) => {
      const place = await asked(at.objectStore("places").get([round, code]));
      return place ? { place, view: derive(place, await sheetOperations(at, round, code)) } : null;
    });
  }

  // Every sheet of a round, in the order of the bundle.
  async sheets(round) {
    const [places, operations] = await Promise.all([this.places(round), this.operations()]);
    const bySheet = Map.groupBy ? Map.groupBy(operations, (one) => one.place) : grouped(operations);
    const own = (code) => (bySheet.get(code) ?? []).filter((one) => one.round === round);
    return places.sort((a, b) => a.order - b.order).map((place) => ({ place, view: derive(place, own(place.code)) }));
  }

  // Keep a round taken along; sheets of the server replace the older ones, operations waiting stay on top of them.
  keepBundle(bundle) {
    return this.write(["rounds", "places", "meta"], async (at) => {
      const { places, csrf, user: _user, ...rest } = bundle;
      at.objectStore("rounds").put({ ...rest, id: bundle.round.id });
      const rows = at.objectStore("places");
      const held = await asked(rows.index("round").getAllKeys(bundle.round.id));
      const kept = new Set(places.map((place) => place.code));
      for (const [, code] of held) if (!kept.has(code)) rows.delete([bundle.round.id, code]);
      places.forEach((place, order) => rows.put({ ...place, round: bundle.round.id, order }));
      if (csrf) at.objectStore("meta").put(csrf, "csrf");
    });
  }

  // Take a round off the phone; refused while something of it waits.
  dropRound(round) {
    return this.write(["rounds", "places", "operations", "blobs"], async (at) => {
      const waiting = (await asked(at.objectStore("operations").getAll())).some((one) => one.round === round);
      if (waiting) return false;
      at.objectStore("rounds").delete(round);
      for (const key of await asked(at.objectStore("places").index("round").getAllKeys(round))) at.objectStore("places").delete(key);
      for (const blob of await asked(at.objectStore("blobs").getAll())) if (blob.isSent && blob.round === round) at.objectStore("blobs").delete(blob.sha256);
      return true;
    });
  }

  // Append operations of one sheet with their files, all or none; resolves with them once they are on the disk.
  // A sheet not open yet is opened first.
  append(round, code, operations, blobs = []) {
    return this.writeWithRoom(["meta", "places", "operations", "blobs"], blobs, (at) => appendIn(at, round, code, operations, blobs));
  }

  // Write what a person did. A full phone gives up sent photos, then (for words and answers) the reserve.
  async writeWithRoom(stores, blobs, work) {
    for (const [attempt, pause] of RETRIES_MS.entries()) {
      try {
        return await this.write(stores, work);
      } catch (error) {
        if (!isFull(error)) throw error;
        const isFreed = (await this.dropSentBlobs()) || (!blobs.length && (await releaseReserve(this.database)));
        if (attempt === RETRIES_MS.length - 1 || (!isFreed && blobs.length)) throw error;
        this.dispatchEvent(new Event("full"));
        await new Promise((done) => setTimeout(done, pause));
      }
    }
  }

  async dropSentBlobs() {
    return transact(this.database, ["blobs"], "readwrite", async (at) => {
      const sent = (await asked(at.objectStore("blobs").getAll())).filter((blob) => blob.isSent);
      for (const blob of sent) at.objectStore("blobs").delete(blob.sha256);
      return sent.length > 0;
    });
  }

  // What the server answered goes in and what it answered for goes out, in one transaction.
  settle(answer) {
    return this.write(EVERYTHING, async (at) => {
      const log = at.objectStore("operations");
      for (const done of answer.done ?? []) await settleOne(at, log, done);
      await markSent(at, log);
      for (const sheet of answer.sheets ?? []) await putSheet(at, sheet);
      for (const matter of answer.matters ?? []) at.objectStore("matters").put({ ...matter, touchedOn: localDay() });
      at.objectStore("meta").put(new Date().toISOString(), "syncedAt");
    });
  }

  keepSheet(sheet) { return this.write(["places"], (at) => putSheet(at, sheet)); }

  // Another device number with the operations counted anew: only when the server lost what this one had sent.
  renumber() {
    return this.write(["meta", "operations"], async (at) => {
      const log = at.objectStore("operations");
      const waiting = await asked(log.getAll());
      log.clear();
      waiting.forEach((operation, index) => log.put({ ...operation, seq: index + 1 }));
      at.objectStore("meta").put(waiting.length + 1, "nextSeq");
      at.objectStore("meta").put(crypto.randomUUID(), "device");
    });
  }

  dropOutcome(key) { return this.write(["outcomes"], (at) => { at.objectStore("outcomes").delete(key); }); }
}

const grouped = (rows) => rows.reduce((found, row) => found.set(row.place, [...(found.get(row.place) ?? []), row]), new Map());
const sheetOperations = (at, round, code) => asked(at.objectStore("operations").index("sheet").getAll([round, code]));

async function appendIn(at, round, code, operations, blobs) {
  const place = await asked(at.objectStore("places").get([round, code]));
  const view = derive(place, await sheetOperations(at, round, code));
  const opening = view.isOpen ? [] : [{ kind: "open", inspected_on: localDay(), started_at: new Date().toISOString() }];
  const written = [...opening, ...operations].map((operation) => {
    const base = operation.kind === "item" ? { base: itemOf(view, operation.item).answer?.rules ?? null } : {};
    return { round, place: code, ...operation, ...base };
  });
  for (const blob of blobs) at.objectStore("blobs").put({ ...blob, round, place: code, isSent: false });
  return number(at, written);
}

// Number operations on from the last one and put them into the log: one order over all that this phone does.
export async function number(at, operations) {
  const meta = at.objectStore("meta");
  let seq = (await asked(meta.get("nextSeq"))) ?? 1;
  const now = new Date().toISOString();
  const written = operations.map((operation) => ({ id: crypto.randomUUID(), seq: seq++, at: now, ...operation }));
  for (const operation of written) at.objectStore("operations").add(operation);
  meta.put(seq, "nextSeq");
  return written;
}

async function settleOne(at, log, done) {
  const operation = await asked(log.get(done.seq));
  if (!operation || operation.id !== done.id) return;
  log.delete(done.seq);
  const isOdd = done.result === "refused" || (done.result === "already" && done.first === "refused");
  if (isOdd) at.objectStore("outcomes").add({ ...done, operation, at: new Date().toISOString() });
}

// A file that nothing waiting names has been sent: it stays to be looked at until its room is needed.
async function markSent(at, log) {
  const drafts = (await asked(at.objectStore("drafts").getAll())).flatMap((draft) => draft.photos);
  const refused = (await asked(at.objectStore("outcomes").getAll())).map((outcome) => outcome.operation);
  const wanted = new Set([...(await asked(log.getAll())), ...drafts, ...refused].map((one) => one.sha256).filter(Boolean));
  const blobs = at.objectStore("blobs");
  for (const blob of await asked(blobs.getAll())) {
    if (!blob.isSent && !wanted.has(blob.sha256)) blobs.put({ ...blob, isSent: true });
  }
}

async function putSheet(at, sheet) {
  const rows = at.objectStore("places");
  const row = await asked(rows.get([sheet.round, sheet.place]));
  if (row) rows.put({ ...row, sheet });
}

export function localDay(moment = new Date()) {
  return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
