// Send what waits, in order, one request at a time over all tabs; what is answered is stored before it leaves the log.
import { NoLine, Refused, SignedOut, ask, line } from "./net.js";
import { measure } from "./space.js";
import { mark } from "./sheets.js";
import { rubricOf } from "./rubric.js";

const MOST_OPERATIONS = 40;
const CONFLICT = 409, TOO_LARGE = 413;
const MOST_BYTES = 11 << 20; // the server takes 12 MB with all that is around the files
const PAUSES_MS = [3_000, 15_000, 30_000, 60_000]; // the browser may think it is on line all the time: then nothing but the clock tells
const SKEW_MS = 5 * 60_000;

const carriesFile = (operation) => operation.sha256 && operation.kind !== "remove_photo";

export class Sync extends EventTarget {
  state = "idle"; // idle, sending, offline, signed_out, refused
  sent = 0;
  total = 0;
  words = "";
  skewMinutes = 0;
  failures = 0;
  most = MOST_OPERATIONS;
  timer = null;

  constructor(store, deviceName) {
    super();
    this.store = store;
    this.deviceName = deviceName;
  }

  start() {
    addEventListener("online", () => this.run());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.report(true) : this.run()));
    addEventListener("pagehide", () => this.report(true));
    line.addEventListener("change", () => { if (line.isUp) this.run(); else this.become("offline"); });
    this.store.addEventListener("change", () => this.plan());
    return this.run();
  }

  become(state, words = "") {
    this.state = state;
    this.words = words;
    this.dispatchEvent(new Event("change"));
  }

  // Try again by itself only when something waits, later after each failure.
  async plan() {
    if (this.timer || this.state === "sending" || !(await this.store.waiting())) return;
    const pause = this.failures ? PAUSES_MS[Math.min(this.failures, PAUSES_MS.length) - 1] : 2_000;
    this.timer = setTimeout(() => { this.timer = null; this.run(); }, pause);
  }

  async run() {
    if (!navigator.onLine) return this.become("offline");
    const locks = navigator.locks ?? { request: (_name, _how, work) => work({}) };
    return locks.request(`gongjian-phone-sync-${this.store.user.id}`, { ifAvailable: true }, (lock) => (lock ? this.sendAll() : undefined));
  }

  async sendAll() {
    clearTimeout(this.timer);
    this.timer = null;
    try {
      this.total = await this.store.waiting();
      this.sent = 0;
      if (this.total) this.become("sending");
      await this.report();
      while (await this.sendSome());
      this.failures = 0;
      if (this.sent) await this.report();
      this.become("idle");
    } catch (error) {
      this.failures += 1;
      if (error instanceof SignedOut) this.become("signed_out", error.message);
      else if (error instanceof NoLine) this.become("offline");
      else if (error instanceof Refused) this.become("refused", error.message);
      else throw error;
    } finally {
      this.plan();
    }
  }

  // One request; true as long as more waits.
  async sendSome() {
    const { operations, files } = await this.nextPart();
    if (!operations.length) return false;
    const answer = await this.post(operations, files);
    if (!answer) return true;
    await this.store.settle(answer);
    const settled = new Set((answer.done ?? []).map((done) => done.seq));
    const count = operations.filter((operation) => settled.has(operation.seq)).length;
    this.sent += count;
    this.become("sending");
    const first = await this.firstWaiting();
    if (first && answer.expected < first.seq) await this.store.renumber();
    else if (!count) throw new Refused(answer.message ?? "", 200, answer);
    return Boolean(first);
  }

  // Null when the same is to be tried again: in smaller parts, or under another device number.
  async post(operations, files) {
    try {
      return await ask("sync/", { body: await this.form(operations, files) });
    } catch (error) {
      if (error.status === TOO_LARGE && operations.length > 1) this.most = Math.ceil(operations.length / 2);
      else if (error.status === CONFLICT && !this.isRenumbered) this.isRenumbered = true;
      else throw error;
      if (error.status === CONFLICT) await this.store.renumber();
      return null;
    }
  }

  async firstWaiting() { return (await this.store.operations(1))[0]; }

  async nextPart() {
    const operations = [];
    const files = new Map();
    let bytes = 0;
    for (const operation of await this.store.operations(this.most)) {
      const blob = carriesFile(operation) && !files.has(operation.sha256) ? await this.store.blob(operation.sha256) : null;
      const size = JSON.stringify(operation).length + (blob?.bytes.byteLength ?? 0);
      if (operations.length && bytes + size > MOST_BYTES) break;
      bytes += size;
      operations.push(operation);
      if (blob) files.set(blob.sha256, blob);
    }
    return { operations, files };
  }

  async form(operations, files) {
    const form = new FormData();
    form.set("device", await this.store.meta("device"));
    form.set("device_name", this.deviceName);
    form.set("sent_at", new Date().toISOString()); // what this clock shows: the server sets the operations' times right by it
    form.set("operations", JSON.stringify(operations));
    form.set("lost", JSON.stringify(operations.filter((one) => carriesFile(one) && !files.has(one.sha256)).map((one) => one.sha256)));
    for (const { sha256, bytes, type } of files.values()) form.set(sha256, new Blob([bytes], { type }), sha256);
    return form;
  }

  // Tell the desk what is still here; as the page goes away, without waiting for the answer.
  async report(isLeaving = false) {
    const state = await stateReport(this.store, this.deviceName);
    if (isLeaving) return void ask("state/", { json: state, keepalive: true }).catch(() => undefined);
    const asked = Date.now();
    const answer = await ask("state/", { json: state });
    if (answer.user && answer.user.id !== this.store.user.id) return this.dispatchEvent(new CustomEvent("other-user", { detail: answer.user }));
    const skew = answer.server_time ? Date.parse(answer.server_time) - (asked + Date.now()) / 2 : 0;
    this.skewMinutes = Math.abs(skew) > SKEW_MS ? Math.round(skew / 60_000) : 0;
  }
}

async function stateReport(store, deviceName) {
  const rounds = [];
  for (const round of await store.rounds()) {
    const rubric = rubricOf(round.version);
    const begun = (await store.sheets(round.id)).filter(({ view }) => view.isOpen);
    rounds.push({
      round: round.id,
      taken_at: round.taken_at,
      sheets: begun.map(({ place, view }) => ({
        place: place.code, answered: mark(rubric, view).answered, total: mark(rubric, view).toScore,
        waiting_operations: view.waiting, waiting_photos: view.waitingPhotos, changed_at: view.changedAt,
      })),
    });
  }
  const { used, quota, persisted } = await measure();
  return { device: await store.meta("device"), device_name: deviceName, rounds, storage: { used, quota, persisted } };
}
