// A form in the field: every letter and every photo is on the disk before it is handed over; closing the page loses nothing.
import { button, h, icon } from "../dom.js";
import { clock, paintNotices } from "../frame.js";
import { takeIn } from "../photos.js";
import { draftOf, keepDraft } from "../patrol-store.js";
import { isFull } from "../space.js";
import { savedWords } from "../work.js";
import { say } from "../words.js";
import { adder, whereQuestion } from "./findings.js";

const TYPING_MS = 400;
const LONGEST = 2000;

export class FieldForm {
  static async open(app, id, limits) {
    return new FieldForm(app, await draftOf(app.store, id), limits);
  }

  constructor(app, draft, limits) {
    Object.assign(this, { app, draft, limits });
    this.savedLine = h("span", { ariaLive: "polite" });
    this.inputs = new Map();
    this.faults = new Map();
    if (draft.at) this.say(draft.at);
  }

  say(moment) { this.savedLine.replaceChildren(icon("check", "ok"), savedWords(moment)); }

  text(name) { return (this.inputs.get(name)?.value ?? "").trim(); }

  area(name, label, help = "") { return this.field(name, label, h("textarea", { rows: 4, maxLength: LONGEST, value: this.draft.fields[name] ?? "" }), help); }

  line(name, label, placeholder = "") { return this.field(name, label, h("input", { type: "text", maxLength: 200, placeholder, value: this.draft.fields[name] ?? "" })); }

  select(name, label, groups, first = "", help = "") {
    const wanted = this.draft.fields[name] ?? first ?? "";
    const options = groups.map(([group, rows]) => {
      const own = rows.map(([value, word]) => h("option", { value, selected: value === wanted }, word));
      return group ? h("optgroup", { label: group }, own) : own;
    });
    return this.field(name, label, h("select", options), help);
  }

  field(name, label, input, help = "") {
    const fault = h("p.errors", { id: `fault-${name}`, hidden: true });
    input.id = `field-${name}`;
    input.setAttribute("aria-describedby", help ? `help-${name} ${fault.id}` : fault.id);
    input.addEventListener("input", () => this.typed(name));
    this.inputs.set(name, input);
    this.faults.set(name, fault);
    return h("div.field", h("label", { htmlFor: input.id }, label), input, help ? h("p.help", { id: `help-${name}` }, help) : null, fault);
  }

  refuse(name, words) {
    const fault = this.faults.get(name);
    fault.replaceChildren(icon("alert-triangle"), words);
    fault.hidden = false;
    this.inputs.get(name).setAttribute("aria-invalid", "true");
    this.inputs.get(name).focus();
  }

  // Typing is kept shortly after the last letter, and at once when the page is left.
  typed(name) {
    this.faults.get(name).hidden = true;
    this.inputs.get(name).removeAttribute("aria-invalid");
    clearTimeout(this.timer);
    this.app.pending = () => this.keep();
    this.timer = setTimeout(() => this.app.flush(), TYPING_MS);
  }

  async keep(more = {}, blobs = []) {
    const typed = Object.fromEntries([...this.inputs].map(([name, input]) => [name, input.value]));
    const draft = { ...this.draft, at: new Date().toISOString(), fields: { ...this.draft.fields, ...typed, ...more.fields, ...(more.point ? { point: more.point } : {}) }, photos: more.photos ?? this.draft.photos };
    await this.app.attempt(this.savedLine, () => keepDraft(this.app.store, draft, blobs));
    this.draft = draft;
    this.say(draft.at);
  }

  photos(label) {
    this.shots = h("section.shots", { ariaLabel: label });
    this.shotsLabel = label;
    this.paint();
    return this.shots;
  }

  paint() {
    const { photos } = this.draft;
    const isRoom = photos.length < this.limits.max_photos;
    const take = (files) => this.take(files);
    this.shots.replaceChildren(
      h("h2", this.shotsLabel, isRoom ? adder(false, take) : null, photos.length ? h("span.ok.s13", icon("check"), say("{n} 张", { n: photos.length })) : ""),
      whereQuestion(this, say("照片记下拍的地点吗？用来说明照片是在现场拍的，只随这件事交给办理的单位。")) ?? "",
      h("div.shot-grid", photos.map((photo, at) => this.shot(photo, at)), isRoom ? adder(true, take) : null));
  }

  shot(photo, at) {
    const image = h("img", { alt: `${this.shotsLabel} ${say("第 {n} 张", { n: at + 1 })}` });
    this.app.pictureOf(photo).then((address) => { image.src = address; });
    const remove = button(say("去掉"), async () => {
      await this.keep({ photos: this.draft.photos.filter((one) => one !== photo) });
      this.paint();
    }, "", { ariaLabel: say("去掉第 {n} 张", { n: at + 1 }) });
    return h("figure", image, h("figcaption", h("span.num", clock(photo.taken_at), photo.from_album ? ` ${say("相册")}` : ""), remove));
  }

  async take(files) {
    for (const file of files.slice(0, this.limits.max_photos - this.draft.photos.length)) await this.takeOne(file);
    paintNotices(this.app);
  }

  async takeOne(file) {
    this.savedLine.textContent = say("正在存照片…");
    try {
      await takeIn(file, this.limits, (blob, facts) => {
        const others = this.draft.photos.filter((one) => one.sha256 !== blob.sha256);
        return this.keep({ photos: [...others, { sha256: blob.sha256, ...facts }] }, [blob]);
      });
    } catch (error) {
      if (isFull(error)) this.app.unkept.push(() => this.takeOne(file));
      else this.app.fault = say("“{name}”不是能用的照片，请重新拍一张。", { name: file.name });
      this.savedLine.textContent = say("照片没有存下");
    }
    this.paint();
    paintNotices(this.app);
  }

  // Hand it over: into the log with its photos, and the draft is gone, in one transaction.
  async hand(operation) {
    await this.app.flush();
    await this.app.keepDone({ ...operation, draft: this.draft.id }, this.draft.photos, this.savedLine);
  }
}
