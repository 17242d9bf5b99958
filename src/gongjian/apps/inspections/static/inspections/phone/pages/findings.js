// The parts of one finding: stepper, veto box, judged marks, and its photos.
import { button, h, icon, note } from "../dom.js";
import { Exact, ONE, ZERO, larger } from "../exact.js";
import { clock } from "../frame.js";
import { say } from "../words.js";
import { stopWatching, watchPosition } from "../where.js";

const NUMBER = /^\d{1,6}(\.\d{1,2})?$/;

export function stepper(rule, held, changed) {
  const id = `count-${rule.key}`;
  const input = h("input", { id, type: "text", inputMode: "decimal", value: held?.count ?? "0", autocomplete: "off" });
  const read = () => (NUMBER.test(input.value.trim()) ? Exact.of(input.value.trim()) : null);
  const set = (count) => { input.value = String(count); changed(count, input); };
  const step = (by) => set(larger(ZERO, (read() ?? ZERO).plus(by)));
  input.addEventListener("change", () => set(read() ?? Exact.of(held?.count ?? "0")));
  return h("div.field", h("label", { htmlFor: id }, rule.words),
    h("div.stepper.big", { role: "group", ariaLabel: rule.title },
      button(icon("minus", "xl"), () => step(ZERO.minus(ONE)), "", { ariaLabel: say("减一{unit}", { unit: rule.unit }) }),
      h("div.mid", input, h("span.unit", rule.unit)),
      button(icon("plus", "xl"), () => step(ONE), "", { ariaLabel: say("加一{unit}", { unit: rule.unit }) })));
}

export function vetoBox(rule, held, changed) {
  const input = h("input", { type: "checkbox", id: `count-${rule.key}`, checked: Boolean(held) });
  input.addEventListener("change", () => changed(input.checked ? "1" : "0"));
  return h("label.veto-box", { htmlFor: input.id }, input, h("span", rule.words));
}

// Marks left to the inspector's judgement.
export function amountField(rule, held, changed) {
  const id = `count-${rule.key}`;
  const most = Exact.of(rule.cap);
  const input = h("input", { id, type: "text", inputMode: "decimal", value: held?.amount ?? "", placeholder: "0", autocomplete: "off" });
  const fault = h("p.errors", { id: `fault-${rule.key}`, hidden: true });
  input.setAttribute("aria-describedby", fault.id);
  input.addEventListener("change", () => {
    const text = input.value.trim() || "0";
    const isGood = NUMBER.test(text) && Exact.of(text).compare(most) <= 0;
    fault.hidden = isGood;
    fault.textContent = isGood ? "" : say("填 0 到 {n} 之间的数，最多两位小数。", { n: most });
    if (isGood) changed(Exact.of(text), input);
  });
  return h("div.field", h("label", { htmlFor: id }, rule.words), input, h("p.help", say(rule.kind === "add" ? "加几分（最多 {n} 分）" : "扣几分（最多 {n} 分）", { n: most })), fault);
}

export function shots(page, rule, photos) {
  const needed = rule.need.kind === "photo" ? rule.need.count : 0;
  const state = photos.length >= Math.max(1, needed) ? h("span.ok.s13", icon("check"), say("{n} 张", { n: photos.length })) : needed ? h("span.warn.s13", say("要照片")) : null;
  const isRoom = photos.length < page.sheet.round.limits.max_photos;
  const take = (files) => page.app.addPhotos(page, rule, files);
  return h("section.shots", { ariaLabel: say("“{name}”的照片", { name: rule.title }) },
    h("h2", say("照片"), isRoom ? adder(false, take) : null, state),
    needed ? whereQuestion(page, say("照片记下拍的地点吗？用来说明照片是在现场拍的，只随评分表交给组织检查的单位。")) : null,
    h("div.shot-grid", photos.map((photo, at) => shot(page, rule, photo, at)), isRoom ? adder(true, take) : null));
}

function shot(page, rule, photo, at) {
  const image = h("img", { alt: `${rule.title} ${say("第 {n} 张", { n: at + 1 })}` });
  page.app.pictureOf(photo).then((address) => { image.src = address; });
  const remove = button(say("去掉"), () => page.app.removePhoto(page, rule, photo), "", { ariaLabel: say("去掉第 {n} 张", { n: at + 1 }) });
  return h("figure", image, h("figcaption", h("span.num", photo.taken_at ? clock(photo.taken_at) : "", photo.from_album ? ` ${say("相册")}` : ""), remove));
}

export function adder(isCamera, take) {
  const input = h("input.vh", { type: "file", accept: "image/*", multiple: !isCamera });
  if (isCamera) input.setAttribute("capture", "environment");
  input.addEventListener("change", () => take([...input.files]));
  return isCamera ? h("label.phone-add", input, icon("camera", "xl"), say("拍照")) : h("label.phone-album", input, say("从相册选"));
}

// Asked once, with the reason; either answer is kept.
export function whereQuestion(page, words) {
  const { app } = page;
  if (app.where !== undefined || !navigator.geolocation) return null;
  const answer = async (isYes) => {
    await app.setWhere(isYes);
    if (isYes) watchPosition();
    else stopWatching();
    page.paint();
  };
  return note("info", words,
    button(say("记"), () => answer(true), "btn.s"), button(say("不记"), () => answer(false), "btn.s"));
}
