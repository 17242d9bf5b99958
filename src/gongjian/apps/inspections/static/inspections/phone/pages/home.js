// What there is to do on this phone: rounds taken along, what waits, what may be taken along.
import { button, h, icon, link, note } from "../dom.js";
import { day, dayAndClock, show, size } from "../frame.js";
import { ask, line } from "../net.js";
import { isOfMatters } from "../patrol.js";
import { rubricOf } from "../rubric.js";
import { mark, stateOf } from "../sheets.js";
import { askToPersist, measure } from "../space.js";
import { say } from "../words.js";
import { keepPictures } from "../worker-link.js";
import { patrolSection } from "./patrol.js";

export async function home(app) {
  const rounds = await app.store.rounds();
  const cards = await Promise.all(rounds.map((round) => roundCard(app, round)));
  const waiting = await app.store.waiting();
  const left = cards.reduce((total, card) => total + card.left, 0);
  const title = rounds.length ? (left ? say("还有 {n} 张表要评", { n: left }) : say("带来的表都评完了")) : app.may.score ? say("先把要检查的轮次带到手机上") : "";
  const isScoring = app.may.score || rounds.length > 0;
  const offered = h("div", { id: "offered" });
  show(app, {
    name: "home",
    head: { title: say(isScoring ? "手机评分" : "手机巡查"), under: app.store.user.name, total: link(isScoring ? "/inspections/sheets/" : "/matters/", say("电脑版")) },
    body: [
      title ? [h("h1", { tabIndex: -1 }, title), h("p.rule", rounds.length ? say("没有网络也能评一整天；有网时自己上传。") : say("带上以后，没有网络也能评分、拍照、签名。"))] : null,
      cards.map((card) => card.element),
      app.may.patrol ? await patrolSection(app, title ? "h2.phone-h2" : "h1") : null,
      await waitingCard(app, waiting),
      app.may.score ? [h("h2.phone-h2", say("可以带走的轮次")), offered] : null,
      await storageLine(app),
    ],
  });
  if (app.may.score) paintOffers(app, offered, rounds);
}

async function roundCard(app, round) {
  const rubric = rubricOf(round.version);
  const sheets = await app.store.sheets(round.id);
  const states = sheets.map(({ view }) => stateOf(view, mark(rubric, view)));
  const count = (...words) => states.filter((state) => words.includes(state)).length;
  const left = states.length - count("已交", "已评完未传");
  const facts = [[count("已交"), "已交"], [count("已评完未传"), "已评完未传"], [count("评分中", "缺照片"), "评分中"], [count("有冲突"), "有冲突"]];
  const words = facts.filter(([n]) => n).map(([n, word]) => `${say(word)} ${n}`);
  const element = h("a.phone-card", { href: `#/round/${round.id}` },
    h("b.grow", round.round.title),
    h("span.t3.s13", say("{n} 个地方，{day}截止", { n: states.length, day: day(round.round.ends_on) }), words.length ? ` · ${words.join(" · ")}` : ""),
    h("span.t3.s12", say("{time} 带来", { time: dayAndClock(round.taken_at) })), icon("chevron-right"));
  return { left, element };
}

async function waitingCard(app, waiting) {
  const outcomes = await app.store.outcomes();
  const refused = outcomes.filter((row) => !isOfMatters(row.operation)).length;
  const undone = outcomes.filter((row) => isOfMatters(row.operation) && row.operation.kind !== "picture").length;
  const conflicts = await app.conflictCount();
  return h("div.phone-links",
    h("a.opt-row", { href: "#/waiting" }, icon("upload"), waiting ? say("{n} 条记录没上传", { n: waiting }) : say("都上传了"), icon("chevron-right")),
    conflicts ? h("a.opt-row.plum", { href: "#/conflicts" }, icon("s-disputed"), say("{n} 处两边都改了，要选一个", { n: conflicts }), icon("chevron-right")) : null,
    refused ? h("a.opt-row.warn", { href: "#/refused" }, icon("alert-triangle"), say("{n} 条没能并入的记录", { n: refused }), icon("chevron-right")) : null,
    undone ? h("a.opt-row.warn", { href: "#/refused" }, icon("alert-triangle"), say("{n} 件没有办成的", { n: undone }), icon("chevron-right")) : null);
}

async function paintOffers(app, place, held) {
  if (!line.isUp) return place.replaceChildren(h("p.t2", say("没有网络，现在不能带新的轮次。")));
  try {
    const answer = await ask("rounds/");
    const offers = answer.rounds ?? answer;
    const taken = new Set(held.map((round) => round.id));
    place.replaceChildren(offers.length ? h("ul.pick-list", offers.map((offer) => h("li", offerButton(app, offer, taken.has(offer.id))))) : h("p.t2", say("现在没有进行中的检查。")));
  } catch (error) {
    place.replaceChildren(h("p.t2", error.message));
  }
}

function offerButton(app, offer, isTaken) {
  const word = isTaken ? say("再取一次") : say("带走");
  const label = [h("span.grow", offer.title, h("span.t3.s12.phone-under", say("{n} 个地方，{day}截止", { n: offer.mine ?? offer.places, day: day(offer.ends_on) }))), word, icon(isTaken ? "refresh" : "download")];
  return h("button.btn.l", { type: "button", ariaLabel: `${word}：${offer.title}`, onclick: (event) => take(app, offer, event.currentTarget) }, label);
}

async function take(app, offer, pressed) {
  pressed.disabled = true;
  try {
    const bundle = await ask(`rounds/${offer.id}/bundle/`);
    await app.store.keepBundle(bundle);
    await keepPictures(bundle.version);
    askToPersist(); // the browser may ask the person, or never answer
    app.go(`#/round/${offer.id}`);
  } catch (error) {
    pressed.disabled = false;
    pressed.closest("ul").before(note("bad", error.message));
  }
}

async function storageLine(app) {
  const { used, quota, persisted } = await measure();
  if (!quota) return null;
  const words = h("span", say("手机上用了 {used}，还能用 {free}。", { used: size(used), free: size(quota - used) }));
  const kept = persisted ? h("span", say("浏览器答应不自动清掉这里的记录。")) : h("span", say("为免浏览器空间紧张时自动清掉记录，请允许它长期保存。"), " ", button(say("允许"), async () => { await askToPersist(); app.refresh(); }, "linkish"));
  return h("p.t3.s13.phone-storage", words, kept);
}
