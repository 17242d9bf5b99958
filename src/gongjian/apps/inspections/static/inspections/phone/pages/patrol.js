// What is to be done on patrol, the nearest deadline first: a section of the first page, and a page of its own.
import { button, h, icon, note } from "../dom.js";
import { clock, dayAndClock, show } from "../frame.js";
import { line } from "../net.js";
import { timeOf } from "../patrol.js";
import { fetchPatrol, patrol as read, patrolInfo, refreshPatrol } from "../patrol-store.js";
import { askToPersist } from "../space.js";
import { say } from "../words.js";

const MOST_ON_HOME = 5;
const ACTS = { accept: "签收", act: "报结果", verify: "核实", check: "核查" };
const DONE = { act: "报了结果", verify: "报了核实结果", check: "核查过了", accept: "签收了", note: "补充了情况" };

export async function patrol(app) {
  const [found, info] = await Promise.all([read(app.store), patrolInfo(app.store)]);
  if (!info) return app.go("#/");
  show(app, {
    name: "patrol",
    head: { title: say("巡查"), under: app.store.user.name, back: "#/", total: reportLink(info) },
    body: [
      h("h1", { tabIndex: -1 }, titleOf(found)),
      lateWords(found),
      h("ul.all-items", found.todo.map(rowOf)),
      found.reports.length ? [h("h2.phone-h2", say("报上来的，等着上传")), h("ul.all-items", found.reports.map(reportRow))] : null,
      found.done.length ? [h("h2.phone-h2", say("今天办过的")), h("ul.all-items", found.done.map(rowOf))] : null,
      takenLine(app, info),
    ],
  });
  refreshPatrol(app.store);
}

// On the first page: all of it for one who only patrols, a section with its own heading below the rounds otherwise.
export async function patrolSection(app, heading) {
  const info = await patrolInfo(app.store);
  if (!info) return takeFirst(app, heading);
  const found = await read(app.store);
  refreshPatrol(app.store);
  return h("section.phone-patrol", { ariaLabel: say("巡查") },
    h(heading, { tabIndex: -1 }, titleOf(found)),
    lateWords(found),
    h("ul.all-items", found.todo.slice(0, MOST_ON_HOME).map(rowOf)),
    h("a.opt-row", { href: "#/patrol" }, h("span", found.todo.length > MOST_ON_HOME ? say("看全部 {n} 件", { n: found.todo.length }) : say("办过的和报上来的")), icon("chevron-right")),
    info.can_report ? h("div.phone-acts", h("a.btn.l", { href: "#/patrol/report" }, icon("plus"), say("报一件事"))) : null,
    takenLine(app, info));
}

function takeFirst(app, heading) {
  const fault = h("p.bad.s13", { ariaLive: "polite" });
  return h("section.phone-patrol", { ariaLabel: say("巡查") },
    h(heading, { tabIndex: -1 }, say("巡查")),
    h("p.t2", say("带上要办、要核实、要核查的事项。没有网络也能上报、签收、报结果。")),
    h("div.phone-acts", button([icon("download"), say("带走要办的事项")], (event) => take(app, event.currentTarget, fault), "btn.l", { disabled: !line.isUp })), fault);
}

async function take(app, pressed, fault) {
  pressed.disabled = true;
  try {
    await fetchPatrol(app.store);
    askToPersist(); // the browser may ask the person, or never answer
    app.refresh();
  } catch (error) {
    fault.textContent = error.message;
  } finally {
    pressed.disabled = false;
  }
}

function takenLine(app, info) {
  const fault = h("span.bad", { ariaLive: "polite" });
  return h("p.t3.s13.phone-taken", say("{time} 带来", { time: dayAndClock(info.takenAt) }), " ", button(say("再取一次"), (event) => take(app, event.currentTarget, fault), "linkish", { disabled: !line.isUp }), fault);
}

const titleOf = ({ todo }) => (todo.length ? say("还有 {n} 件事要办", { n: todo.length }) : say("没有要办的事项"));
const reportLink = (info) => (info.can_report ? h("a", { href: "#/patrol/report" }, say("报一件事")) : null);

function lateWords({ todo }) {
  const late = todo.filter(({ matter }) => timeOf(matter.due_at) === "late").length;
  return late ? h("p.bad", icon("alert-triangle"), " ", say("{n} 件已经逾期，先办", { n: late })) : null;
}

export function rowOf(row) {
  const { matter, acts } = row;
  const todo = acts.map((act) => say(ACTS[act])).join(" · ");
  return h("li", h("a", { href: `#/patrol/${matter.id}` },
    h("span.grow", h("b.phone-name", matter.title), h("span.t3.s12.phone-under", [matter.place_name, matter.address].filter(Boolean).join(" · ")), acts.length ? deadline(matter) : null),
    h("span.phone-state", acts.length ? h("span.s13.nw", todo) : doneWords(row), matter.is_danger ? h("span.bad.s12", say("有危险")) : null), icon("chevron-right", "t3")));
}

// The deadline in words and, once it is over, in a shape and in red: never in colour alone.
export function deadline(matter) {
  const how = timeOf(matter.due_at);
  if (how === "late") return h("span.bad.s13.phone-due", icon("alert-triangle"), say("逾期，{time} 到期", { time: dayAndClock(matter.due_at) }));
  if (how === "today") return h("span.warn.s13.phone-due", icon("clock"), say("今天 {time} 到期", { time: clock(matter.due_at) }));
  return h("span.t2.s13.phone-due", icon("clock"), say("{time} 前", { time: dayAndClock(matter.due_at) }));
}

function doneWords({ matter, waiting, last }) {
  if (!waiting) return h("span.s13.ok.nw", icon("check"), matter.state);
  return h("span.s13.nw", say(DONE[last?.kind] ?? "补充了情况"), h("span.phone-under.t3", say("待上传")));
}

function reportRow({ report, pictures }) {
  return h("li.phone-refused", h("b.phone-name", report.words), h("span.t3.s12", say("记于 {time}", { time: dayAndClock(report.at) }), pictures.length ? ` · ${say("{n} 张照片", { n: pictures.length })}` : ""));
}

export const notTaken = () => note("info", say("这件事不在手机上，可能已经办完。"));
