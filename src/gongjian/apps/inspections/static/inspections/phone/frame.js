// The frame of every page: bar, line about the network, body, foot; and the words for times and states.
import { button, h, icon, link, note } from "./dom.js";
import { line } from "./net.js";
import { say } from "./words.js";

const SHAPES = {
  "未开始": ["s-none", "grey"], "评分中": ["s-doing", "brand"], "缺照片": ["s-warn", "warn"], "已评完未传": ["s-received", "brand"],
  "已交": ["s-done", "ok"], "有冲突": ["s-disputed", "plum"], "退回": ["s-returned", "warn"],
};

export const clock = (moment) => {
  const at = new Date(moment);
  return `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
};
export const dayAndClock = (moment) => {
  const at = new Date(moment);
  return say("{month}月{day}日 {time}", { month: at.getMonth() + 1, day: at.getDate(), time: clock(at) });
};
export const day = (text) => {
  const [, month, date] = text.split("-").map(Number);
  return say("{month}月{day}日", { month, day: date });
};
export function size(bytes) {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KB` : bytes < 1 << 30 ? `${(bytes / (1 << 20)).toFixed(0)} MB` : `${(bytes / (1 << 30)).toFixed(1)} GB`;
}

export function status(word) {
  const [shape, tone] = SHAPES[word] ?? ["s-none", "grey"];
  return h("span.st", icon(shape, "shape", tone), say(word));
}

// Put a page into the shell: `head` {title, under, back, total}, the body's parts, and the foot's.
export function show(app, { head, body, foot = null, name }) {
  const main = h("main.score-body", { id: "main", tabIndex: -1 }, app.notices ?? (app.notices = h("div.phone-notices", { ariaLive: "polite" })), body);
  app.root.replaceChildren(bar(head), (app.lineBar = h("div.phone-line", { role: "status" })), main, ...(foot ? [h("footer.score-foot", foot)] : []));
  app.root.dataset.page = name;
  document.title = `${head.title} · ${say("共建手机版")}`;
  paintLine(app);
}

function bar({ title, under, back, total }) {
  const left = back ? h("a.back", { href: back, ariaLabel: say("返回") }, icon("chevron-left", "l")) : h("span.phone-mark", { ariaHidden: "true" }, "共");
  return h("header.score-bar", left, h("div.cut", h("b.cut", title), under ? h("span.s12.t3.cut", under) : null), h("div.tot", total ?? null));
}

// The dark bar off line, the count while sending, and what stands in the way; never a modal.
export async function paintLine(app) {
  if (!app.lineBar || !app.store) return;
  const waiting = await app.waitingSubjects();
  const { state, sent, total, words } = app.sync;
  const counts = [waiting.sheets ? say("{n} 张表待上传", { n: waiting.sheets }) : "", waiting.matters ? say("{n} 件事项待上传", { n: waiting.matters }) : ""];
  const count = h("span.num", counts.filter(Boolean).join(" · "));
  const isOff = !line.isUp || state === "offline";
  const parts =
    isOff ? [icon("cloud-off"), h("b", say(app.root.dataset.page.startsWith("patrol") || !app.may.score ? "没有网络，照常巡查" : "没有网络，照常评分")), count]
    : state === "sending" ? [icon("upload"), h("b", say("正在上传 {n} / {total}", { n: sent, total })), count]
    : state === "signed_out" ? [icon("login"), h("b", words), link(`/accounts/login/?next=${encodeURIComponent("/inspections/phone/")}`, say("去登录"))]
    : state === "refused" ? [icon("alert-triangle"), h("b", words || say("服务器没有收下，手机上的都还在")), button(say("再传"), () => app.sync.run(), "linkish")]
    : [];
  app.lineBar.className = `phone-line${isOff ? " off" : parts.length ? " on" : ""}`;
  app.lineBar.replaceChildren(...parts);
}

// A full phone, a wrong clock: said in the page, where one goes on working below.
export function paintNotices(app) {
  const found = [];
  if (app.unkept.length) {
    found.push(note("bad", say("手机存满了，还有 {n} 张照片没有存下，别关这个页面。评分都已存好。", { n: app.unkept.length }), fullActs(app), button(say("再存一次"), () => app.keepUnkept(), "btn.s")));
  } else if (app.isFull) {
    found.push(note("warn", say("手机快存满了。评分还能存；请先把记录传走，再接着拍照。"), fullActs(app)));
  }
  if (app.fault) found.push(note("bad", app.fault));
  if (app.sync.skewMinutes) {
    found.push(note("warn", say("手机的时间和服务器差 {n} 分钟，请在设置里改成自动时间。", { n: Math.abs(app.sync.skewMinutes) })));
  }
  app.notices.replaceChildren(...found);
}

const fullActs = (app) => [button(say("现在上传"), () => app.sync.run(), "btn.s"), button(say("存成文件"), () => app.saveFile(), "btn.s")];
