// Two signatures (the inspector's, the community's), then handing in; typed names do where a finger can't draw.
import { button, h, icon, note } from "../dom.js";
import { show } from "../frame.js";
import { hexDigest } from "../photos.js";
import { say } from "../words.js";

const PARTIES = [["inspector", "检查员签名"], ["place", "社区人员签名"]];
const PAD = { width: 720, height: 260 }; // of the picture; the page shows it as wide as the screen

export async function signing(app, round, code) {
  const sheet = await app.sheet(round, code);
  if (!sheet) return app.go("#/");
  if (app.isLocked(sheet.view)) return app.go(`${sheet.base}/all`);
  const { place, view, marked, base } = sheet;
  const lacks = marked.lacking;
  const submit = button(say("交表"), () => handIn(app, sheet, submit), "btn.l.main-act", { disabled: lacks.length > 0 });
  show(app, {
    name: "signing",
    head: { title: place.name, under: sheet.round.round.title, back: `${base}/all`, total: [h("b.num", String(marked.soFar)), h("span.s12.t3", say("目前得分"))] },
    body: [
      h("h1", { tabIndex: -1 }, lacks.length ? say("还缺 {n} 项，先补上再交", { n: lacks.length }) : say("得 {n} 分，签名后交表", { n: marked.soFar })),
      lacks.length ? note("bad", h("ul", lacks.slice(0, 8).map((one) => h("li", h("a", { href: `${base}/${one.number}` }, say("第 {n} 项", { n: one.number })), `：${one.item.title}，${say(reasonOf(one))}`)))) : null,
      PARTIES.map(([party, words]) => pad(app, sheet, party, say(words), view.signed[party])),
      h("p.t3.s13", say("交了以后不能改，要改请组织检查的单位退回。没有网络时先存在手机上，有网就交。")),
    ],
    foot: [h("div.keep", sheet.savedLine), submit, h("a.btn.l", { href: `${base}/all` }, say("看全部"))],
  });
}

const reasonOf = (one) => (one.state === "disputed" ? "两边都改了" : { answer: "没有评", photo: "缺照片", note: "缺说明" }[one.lacks]);

function pad(app, sheet, party, words, signed) {
  const box = h("section.phone-sign", { ariaLabel: words });
  const name = h("input", { id: `name-${party}`, type: "text", maxLength: 60, value: signed?.name ?? (party === "inspector" ? app.store.user.name : ""), autocomplete: "off" });
  const canvas = h("canvas.phone-pad", { ...PAD, ariaLabel: say("在这里手写签名；不方便手写，只填姓名也行"), role: "img" });
  const ink = drawing(canvas);
  const state = h("span.s13", { ariaLive: "polite" }, signed ? [icon("check", "ok"), say("已签：{name}", { name: signed.name })] : say("还没签"));
  const keep = async () => {
    if (!name.value.trim()) { state.replaceChildren(h("span.bad", say("请填签名人的姓名"))); return name.focus(); }
    if (!ink.hasInk) ink.write(name.value.trim());
    await sign(app, sheet, party, name.value.trim(), canvas, ink.isTyped);
    state.replaceChildren(icon("check", "ok"), say("已签：{name}", { name: name.value.trim() }));
  };
  box.append(h("h2.phone-h2", words, state), canvas,
    h("div.field", h("label", { htmlFor: name.id }, say("姓名")), name),
    h("div.row", button(say("签好了"), keep, "btn"), button(say("擦掉重写"), () => ink.clear(), "btn.quiet")));
  return box;
}

async function sign(app, sheet, party, name, canvas, isTyped) {
  const bytes = await (await new Promise((done) => canvas.toBlob(done, "image/png"))).arrayBuffer();
  const sha256 = await hexDigest(bytes);
  await app.record(sheet, [{ kind: "sign", name, party, sha256, typed: isTyped }], [{ sha256, bytes, type: "image/png" }]);
}

// Strokes by pointer: finger, pen or mouse; or a name set in type, which the picture shows as such.
function drawing(canvas) {
  const pen = canvas.getContext("2d");
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--ink-900").trim() || "#131b1d";
  const self = {
    hasInk: false,
    isTyped: false,
    clear() {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      self.hasInk = self.isTyped = false;
    },
    write(name) {
      self.clear();
      pen.font = `96px ${getComputedStyle(canvas).fontFamily}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(name, canvas.width / 2, canvas.height / 2, canvas.width - 40);
      self.isTyped = true;
    },
  };
  pen.fillStyle = pen.strokeStyle;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => { if (self.isTyped) self.clear(); canvas.setPointerCapture(event.pointerId); pen.beginPath(); pen.moveTo(...at(event)); event.preventDefault(); });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
    self.hasInk = true;
    self.isTyped = false;
  });
  return self;
}

async function handIn(app, sheet, pressed) {
  pressed.disabled = true;
  try {
    await app.record(sheet, [{ kind: "finish", finished_at: new Date().toISOString() }, { kind: "submit" }]);
    app.go(`#/round/${sheet.round.id}`);
    app.sync.run();
  } catch {
    pressed.disabled = false; // the page says why; nothing was handed in
  }
}
