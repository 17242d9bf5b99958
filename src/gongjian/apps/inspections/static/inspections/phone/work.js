// What the pages ask for: a sheet with its marks, a record kept, photos taken in, conflicts chosen.
import { h, icon } from "./dom.js";
import { clock, paintLine, paintNotices } from "./frame.js";
import { ask } from "./net.js";
import { isOfMatters, waitingMatters } from "./patrol.js";
import { appendField } from "./patrol-store.js";
import { keepPhoto } from "./photos.js";
import { rubricOf } from "./rubric.js";
import { download } from "./savefile.js";
import { mark } from "./sheets.js";
import { isFull } from "./space.js";
import { say } from "./words.js";

const LOCKED = ["submitted", "void"];

export class Work {
  unkept = []; // photos that found no room yet: what to call to keep each
  isFull = false;
  fault = "";
  pending = null; // typed, not yet written
  where = undefined; // undefined: not asked, true, false
  addresses = new Map(); // digest → object URL of a photo shown

  constructor(root, deviceName) {
    this.root = root;
    this.deviceName = deviceName;
  }

  async use(store, sync) {
    Object.assign(this, { store, sync });
    this.where = await store.meta("where");
    store.addEventListener("full", () => { this.isFull = true; paintNotices(this); });
    sync.addEventListener("change", () => {
      paintLine(this);
      if (sync.state === "idle" && this.unkept.length) this.keepUnkept();
    });
  }

  // A sheet of the store with everything a page shows of it.
  async sheet(roundId, code) {
    const id = Number(roundId);
    const [round, found] = await Promise.all([this.store.round(id), this.store.sheet(id, code)]);
    if (!round || !found) return null;
    const rubric = rubricOf(round.version);
    const savedLine = h("span", { ariaLive: "polite" });
    const sheet = { ...found, round, rubric, savedLine, base: `#/round/${id}/${code}`, marked: mark(rubric, found.view) };
    const lastAt = found.view.changedAt ?? Object.values(found.view.items).map((item) => item.at).filter(Boolean).sort().at(-1);
    if (found.view.changedAt) savedLine.replaceChildren(icon("check", "ok"), savedWords(lastAt));
    else if (lastAt) savedLine.replaceChildren(icon("check", "ok"), say("已传到服务器 {time}", { time: clock(lastAt) }));
    return sheet;
  }

  isLocked(view) { return LOCKED.includes(view.status) || view.isSubmitWaiting; }

  // Keep operations of a sheet; "saved" is said when they are on the disk.
  async record(sheet, operations, blobs = []) {
    const written = await this.attempt(sheet.savedLine, () => this.store.append(sheet.round.id, sheet.place.code, operations, blobs));
    sheet.savedLine.replaceChildren(icon("check", "ok"), savedWords(written.at(-1).at));
    return written;
  }

  // Keep what was done to a matter, with its photos.
  keepDone(operation, photos = [], savedLine = h("span")) {
    return this.attempt(savedLine, () => appendField(this.store, operation, photos));
  }

  // Write, and say a failure where one works.
  async attempt(savedLine, work) {
    savedLine.textContent = say("正在存…");
    try {
      const written = await work();
      this.fault = "";
      paintNotices(this);
      return written;
    } catch (error) {
      this.fault = isFull(error) ? say("手机存满了，刚才这一步没有存下。请先上传或存成文件，再做一次。") : say("刚才这一步没有存下，请再做一次（{reason}）。", { reason: error.message });
      savedLine.textContent = say("没有存下");
      this.isFull ||= isFull(error);
      paintNotices(this);
      throw error;
    }
  }

  // Write what was typed and waits for the next letter.
  async flush() {
    const work = this.pending;
    this.pending = null;
    await work?.();
  }

  async addPhotos(page, rule, files) {
    for (const file of files) await this.addPhoto(page, rule, file);
    paintNotices(this);
  }

  async addPhoto(page, rule, file) {
    const { sheet } = page;
    try {
      sheet.savedLine.textContent = say("正在存照片…");
      const written = await keepPhoto(this.store, { round: sheet.round.id, place: sheet.place.code, item: page.item.key, rule: rule.key, limits: sheet.round.limits }, file);
      const photos = (page.held.photos[rule.key] ??= []);
      if (!photos.some((photo) => photo.sha256 === written.sha256)) photos.push(written);
      sheet.savedLine.replaceChildren(icon("check", "ok"), savedWords(written.at));
      page.paint();
      return true;
    } catch (error) {
      if (isFull(error)) {
        this.unkept.push(() => this.addPhoto(page, rule, file));
        sheet.savedLine.textContent = say("照片没有存下");
      } else {
        this.fault = say("“{name}”不是能用的照片，请重新拍一张。", { name: file.name });
        sheet.savedLine.textContent = say("照片没有存下");
      }
      paintNotices(this);
      return false;
    }
  }

  async keepUnkept() {
    const waiting = this.unkept;
    this.unkept = [];
    for (const again of waiting) await again();
    if (!this.unkept.length) this.isFull = false;
    paintNotices(this);
  }

  async removePhoto(page, rule, photo) {
    await this.record(page.sheet, [{ kind: "remove_photo", item: page.item.key, rule: rule.key, sha256: photo.sha256 }]);
    page.held.photos[rule.key] = page.held.photos[rule.key].filter((one) => one !== photo);
    page.paint();
  }

  // Where a photo can be looked at: on the phone, or at the server once it has been sent.
  async pictureOf({ sha256, id, url }) {
    if (!this.addresses.has(sha256)) {
      const blob = await this.store.blob(sha256);
      if (!blob) return url ?? `/files/${id}/`;
      this.addresses.set(sha256, URL.createObjectURL(new Blob([blob.bytes], { type: blob.type })));
    }
    return this.addresses.get(sha256);
  }

  forgetPictures() {
    for (const address of this.addresses.values()) URL.revokeObjectURL(address);
    this.addresses.clear();
  }

  async setWhere(isYes) {
    this.where = isYes;
    await this.store.setMeta("where", isYes);
  }

  saveFile() { return download(this.store, this.deviceName); }

  // Every open conflict with its place, item and rule in words.
  async conflicts() {
    const found = [];
    for (const round of await this.store.rounds()) {
      const rubric = rubricOf(round.version);
      for (const { place, view } of await this.store.sheets(round.id)) {
        for (const conflict of view.conflicts) {
          const item = rubric.items.find((one) => one.key === String(conflict.item));
          if (item) found.push({ round, place, conflict, item, rule: item.rules.find((rule) => rule.key === String(conflict.rule)) });
        }
      }
    }
    return found;
  }

  async conflictCount() { return (await this.conflicts()).length; }

  async resolve(conflict, choose) {
    const answer = await ask(`conflicts/${conflict.id}/`, { json: { choose } });
    for (const sheet of answer.sheets ?? (answer.sheet ? [answer.sheet] : [])) await this.store.keepSheet(sheet);
  }

  // How many sheets and how many matters wait to be sent.
  async waitingSubjects() {
    const operations = await this.store.operations();
    const sheets = operations.filter((one) => !isOfMatters(one)).map((one) => `${one.round} ${one.place}`);
    return { sheets: new Set(sheets).size, matters: waitingMatters(operations) };
  }
}

export const savedWords = (moment) => say("已存在手机上 {time}", { time: clock(moment) });
