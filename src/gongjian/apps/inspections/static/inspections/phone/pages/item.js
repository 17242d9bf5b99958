// One item a screen: the strip of all items, a stepper for each rule, the score at once, photos, last time's finding.
import { button, h, icon, link, note, svg } from "../dom.js";
import { Exact } from "../exact.js";
import { show } from "../frame.js";
import { itemOf, mark } from "../sheets.js";
import { say } from "../words.js";
import { amountField, shots, stepper, vetoBox } from "./findings.js";

const TYPING_MS = 400;

export async function item(app, round, code, number) {
  const sheet = await app.sheet(round, code);
  const one = sheet?.marked.marks[Number(number) - 1];
  if (!one) return app.go(`#/round/${round}`);
  if (app.isLocked(sheet.view)) return app.go(`${sheet.base}/all`);
  new ItemPage(app, sheet, one).show();
}

class ItemPage {
  constructor(app, sheet, one) {
    Object.assign(this, { app, sheet, number: one.number, rule: null, item: one.item });
    this.held = itemOf(sheet.view, one.item.key);
    this.count = sheet.marked.marks.length;
    this.total = h("b.num");
    this.strip = h("div");
    this.got = h("div.got", { ariaLive: "polite" });
    this.nextWord = h("span");
    this.shotBoxes = new Map();
    this.isDisputed = one.state === "disputed";
  }

  show() {
    const { app, sheet, item, number } = this;
    const next = button([this.nextWord, icon("chevron-right", "l")], () => this.goOn(), "btn.l.main-act");
    show(app, {
      name: "item",
      head: { title: sheet.place.name, under: sheet.round.round.title, back: `#/round/${sheet.round.id}`, total: [this.total, h("span.s12.t3", say("目前得分"))] },
      body: [
        this.strip,
        h("h1", { tabIndex: -1 }, item.title),
        h("p.rule", say("满分 {n} 分。", { n: Exact.of(item.full_marks) }), item.hint),
        item.pictures.length ? h("details.opt", h("summary", icon("photo"), say("看图例")), h("div.shot-grid", item.pictures.map((picture, at) => h("img", { src: picture.url, alt: say("图例 {n}", { n: at + 1 }) })))) : null,
        this.findings(),
        this.got,
        this.options(),
      ],
      foot: [
        h("div.keep", sheet.savedLine, link(`${sheet.base}/all`, say("全部 {n} 项", { n: this.count }))),
        next,
        h("a.btn.l", number > 1 ? { href: `${sheet.base}/${number - 1}` } : { ariaDisabled: "true", role: "link" }, say("上一项")),
      ],
    });
    this.paint();
  }

  findings() {
    const { item } = this;
    if (item.measure) return this.measured();
    if (this.isDisputed) return note("info", say("这一项手机和单位都改了，先选一个再接着评。"), link("#/conflicts", say("去选")));
    return item.rules.map((rule) => {
      const box = h("div.finding");
      const held = this.held.answer?.rules[rule.key];
      if (rule.kind === "veto") box.append(vetoBox(rule, held, (count) => this.change(rule, { count })));
      else if (rule.judged) box.append(amountField(rule, held, (amount, input) => this.setCount(rule, amount, input, { amount: String(amount) })));
      else box.append(stepper(rule, held, (count, input) => this.setCount(rule, count, input)));
      if (rule.kind !== "veto") this.shotBoxes.set(rule.key, box.appendChild(h("div")));
      return box;
    });
  }

  hasFigure() {
    return Boolean(this.item.measure && this.sheet.view.readings[this.item.key]?.value);
  }

  measured() {
    const reading = this.sheet.view.readings[this.item.key];
    const words = [say("这一项由指标“{name}”算，不用在现场评。", { name: this.item.measure.name })];
    if (reading?.value) words.push(say("现在的数是 {text}。", { text: reading.text }));
    return note("info", words.join(""));
  }

  options() {
    const { item } = this;
    const last = (this.sheet.place.last ?? []).find((one) => one.item_title === item.title);
    return [
      item.measure || this.isDisputed ? null : this.notes(),
      this.isDisputed || this.hasFigure() ? null : this.away(),
      last ? h("details.opt", h("summary", icon("clock"), say("看上次"), h("span.t3.s13.cut", last.words)), h("p.t2", last.words)) : null,
    ];
  }

  notes() {
    const fields = this.item.rules.map((rule) => {
      const input = h("input", { id: `note-${rule.key}`, type: "text", maxLength: 500, value: this.held.answer?.rules[rule.key]?.note ?? "" });
      input.addEventListener("input", () => this.typed(() => this.change(rule, { note: input.value })));
      return h("div.field", h("label", { htmlFor: input.id }, rule.title), input);
    });
    this.notesWord = h("span.t3.s13");
    this.notesBox = h("details.opt", { open: this.item.rules.some((rule) => this.held.answer?.rules[rule.key]?.note) }, h("summary", icon("pencil"), say("写说明"), this.notesWord), fields);
    return this.notesBox;
  }

  // The place has no such thing: full marks, with a reason. What was found before is taken back first.
  away() {
    const { rules, notApplicable, reason } = this.held.answer ?? { rules: {}, notApplicable: false, reason: "" };
    const box = h("input", { id: "away", type: "checkbox", checked: notApplicable, disabled: Object.keys(rules).length > 0 });
    const why = h("input", { id: "away-reason", type: "text", maxLength: 500, value: reason ?? "" });
    this.awayBox = box;
    const changed = () => this.save({ rules: {}, notApplicable: box.checked, reason: why.value.trim() });
    box.addEventListener("change", changed);
    why.addEventListener("input", () => box.checked && this.typed(changed));
    return h("details.opt", { open: notApplicable },
      h("summary", icon("ban"), say("这里没有这一项"), h("span.t3.s13", say("选填"))),
      h("label.veto-box", { htmlFor: box.id }, box, h("span", say("不适用，保留满分"))),
      h("div.field", h("label", { htmlFor: why.id }, say("为什么不适用")), why));
  }

  // Typing is kept shortly after the last letter, and at once when the page is left.
  typed(work) {
    clearTimeout(this.timer);
    this.app.pending = work;
    this.timer = setTimeout(() => this.app.flush(), TYPING_MS);
  }

  // How often, or of a rule left to judgement how many marks: a finding then, however few.
  setCount(rule, count, input, fields = { count: String(count) }) {
    const photos = this.held.photos[rule.key]?.length ?? 0;
    if (!count.isPositive && photos) {
      const kept = this.held.answer.rules[rule.key];
      input.value = rule.judged ? kept.amount : kept.count;
      return this.got.replaceChildren(h("span.bad", say("这条有 {n} 张照片。先去掉照片，再减到 0。", { n: photos })));
    }
    this.change(rule, rule.judged ? { count: count.isPositive ? "1" : "0", ...fields } : fields);
  }

  change(rule, fields) {
    const rules = { ...(this.held.answer?.rules ?? {}) };
    const changed = { count: "0", amount: null, note: "", ...rules[rule.key], ...fields };
    if ("note" in fields && !Exact.of(changed.count).isPositive) return;
    if (Exact.of(changed.count).isPositive) rules[rule.key] = changed;
    else delete rules[rule.key];
    return this.save({ rules, notApplicable: false });
  }

  // The page shows the new marks at once; "saved" is said only when it is on the disk.
  async save(answer) {
    this.held.answer = answer;
    for (const key of Object.keys(this.held.photos)) if (!answer.rules[key]) delete this.held.photos[key];
    this.paint();
    const operation = { kind: "item", item: this.item.key, answers: answer.rules, not_applicable: answer.notApplicable, reason: answer.reason ?? "" };
    await this.app.record(this.sheet, [operation]);
  }

  paint() {
    const marked = mark(this.sheet.rubric, this.sheet.view);
    const one = marked.marks[this.number - 1];
    const isSaid = one.score.isAnswered || one.score.lines.length > 0;
    this.total.textContent = String(marked.soFar);
    this.strip.replaceChildren(...strip(marked, this.number, this.sheet.base));
    const outdone = one.score.lines.filter((line) => line.outdoneBy);
    this.got.replaceChildren(
      h("span", say("得")), h("b.num", String(one.score.points)), h("span.t3", say("/ {n} 分", { n: one.score.full })),
      !isSaid && !this.item.measure ? h("span.t3.loss", say("还没评")) : one.score.isApplicable ? "" : h("span.t3.loss", say("不适用")),
      one.score.deducted.isPositive ? h("span.bad.loss", say("扣 {n} 分", { n: one.score.deducted })) : "",
      one.score.added.isPositive ? h("span.ok.loss", say("加 {n} 分", { n: one.score.added })) : "",
      ...one.score.vetoes.map(() => h("span.bad.loss", say("一票否决"))),
      ...outdone.map((line) => h("p.t3.s13", say("“{name}”和“{other}”只算扣得多的一条。", { name: line.rule.title, other: line.outdoneBy.title }))));
    const isLast = this.number === this.count;
    const isClear = !isSaid && !this.item.measure && !this.isDisputed;
    this.nextWord.textContent = isClear ? say(isLast ? "没有问题，看全部" : "没有问题，下一项") : say(isLast ? "看全部，交表" : "下一项");
    for (const rule of this.item.rules) this.paintShots(rule);
    if (this.awayBox) this.paintAway();
    if (this.notesBox) this.paintNotes(one);
  }

  paintAway() {
    this.awayBox.disabled = Object.keys(this.held.answer?.rules ?? {}).length > 0;
    this.awayBox.checked = Boolean(this.held.answer?.notApplicable);
  }

  paintNotes(one) {
    const isWanted = one.lacks === "note";
    this.notesWord.textContent = say(isWanted ? "要说明" : "选填");
    this.notesWord.className = isWanted ? "warn s13" : "t3 s13";
    this.notesBox.open ||= isWanted;
  }

  paintShots(rule) {
    const box = this.shotBoxes.get(rule.key);
    if (!box) return;
    const isFound = Boolean(this.held.answer?.rules[rule.key]);
    box.replaceChildren(...(isFound ? [shots(this, rule, this.held.photos[rule.key] ?? [])] : []));
  }

  async goOn() {
    await this.app.flush();
    if (!this.held.answer && !this.item.measure && !this.isDisputed) await this.save({ rules: {}, notApplicable: false });
    this.app.go(this.number === this.count ? `${this.sheet.base}/all` : `${this.sheet.base}/${this.number + 1}`);
  }
}

// One mark an item: done, lacking something, here; the words beside it name what lacks a photo.
function strip(marked, number, base) {
  const width = marked.marks.length * 10;
  const bars = marked.marks.map((one, at) => {
    const isHere = one.number === number;
    return svg("rect", { class: isHere ? "here" : one.state, x: at * 10, width: 8, y: isHere ? 0 : 2, height: isHere ? 10 : 6 });
  });
  const words = say("{total} 项里评了 {done} 项，正在评第 {n} 项", { total: marked.toScore, done: marked.answered, n: number });
  const lacking = marked.marks.filter((one) => one.lacks === "photo" && one.number !== number).slice(0, 3);
  return [
    svg("svg", { class: "strip", role: "img", "aria-label": words, viewBox: `0 0 ${width} 10`, preserveAspectRatio: "none", width: "100%", height: 10 }, ...bars),
    h("div.where", h("span", say("第 {n} 项，共 {total} 项", { n: number, total: marked.marks.length })), lacking.map((one) => h("a.warn", { href: `${base}/${one.number}` }, say("第 {n} 项缺照片", { n: one.number })))),
  ];
}
