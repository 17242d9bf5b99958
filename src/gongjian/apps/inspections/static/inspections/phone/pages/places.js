// The places of one round on this phone, planned ones of today first, each with its state in shape and word.
import { button, h, icon } from "../dom.js";
import { day, show, status } from "../frame.js";
import { rubricOf } from "../rubric.js";
import { mark, stateOf } from "../sheets.js";
import { localDay } from "../store.js";
import { say } from "../words.js";

const MOST_SHOWN = 60;

export async function places(app, id) {
  const round = await app.store.round(Number(id));
  if (!round) return app.go("#/");
  const rubric = rubricOf(round.version);
  const today = localDay();
  const rows = (await app.store.sheets(round.id)).map(({ place, view }) => {
    const marked = mark(rubric, view);
    return { place, view, marked, state: stateOf(view, marked) };
  });
  const isToday = (row) => row.place.planned_on === today;
  rows.sort((a, b) => isToday(b) - isToday(a));
  const done = rows.filter((row) => ["已交", "已评完未传"].includes(row.state)).length;
  const list = h("ul.all-items");
  let most = MOST_SHOWN;
  const paint = (wanted = "") => {
    const found = rows.filter((row) => `${row.place.name} ${row.place.within ?? ""}`.includes(wanted.trim()));
    list.replaceChildren(...found.slice(0, most).map((row) => rowOf(round, row, today)));
    if (found.length > most) list.append(h("li", button(say("再看 {n} 个", { n: found.length - most }), () => { most = Infinity; paint(wanted); }, "btn.quiet")));
    if (!found.length) list.append(h("li.t2", say("没有这个名字的地方。")));
  };
  show(app, {
    name: "places",
    head: { title: round.round.title, under: say("{day}截止", { day: day(round.round.ends_on) }), back: "#/" },
    body: [
      h("h1", { tabIndex: -1 }, done === rows.length ? say("{n} 个地方都评完了", { n: rows.length }) : say("{n} 个地方，还剩 {left} 个没评", { n: rows.length, left: rows.length - done })),
      rows.length > 8 ? h("div.field", h("label.vh", { htmlFor: "find-place" }, say("找地方")), h("input", { id: "find-place", type: "search", placeholder: say("找地方"), oninput: (event) => paint(event.target.value) })) : null,
      list,
    ],
  });
  paint();
}

function rowOf(round, { place, view, marked, state }, today) {
  const isBegun = view.isOpen && !["已交", "已评完未传"].includes(state);
  const first = marked.marks.find((one) => one.state === "todo")?.number ?? 1;
  const hasLeft = marked.marks.some((one) => one.state === "todo");
  const target = isBegun && hasLeft ? `${first}` : view.isOpen ? "all" : "1";
  const plan = place.planned_on === today ? say("今天去") : place.planned_on ? say("{day}去", { day: day(place.planned_on) }) : "";
  const progress = isBegun ? `${marked.answered} / ${marked.toScore}` : ["已交", "已评完未传"].includes(state) ? say("{n} 分", { n: view.score ?? marked.soFar }) : "";
  return h("li", h("a", { href: `#/round/${round.id}/${place.code}/${target}` },
    h("span.grow", h("b.phone-name", place.name), h("span.t3.s12.phone-under", [place.within, plan].filter(Boolean).join(" · "))),
    h("span.phone-state", status(state), progress ? h("span.num.t3.s13", progress) : null), icon("chevron-right", "t3")));
}
