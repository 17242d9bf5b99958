// Something of a matter that the server refused: why, what was written, its photos, and what can become of it.
import { button, h, icon } from "../dom.js";
import { dayAndClock } from "../frame.js";
import { dropOutcomes, fieldMatter, reportAgain } from "../patrol-store.js";
import { say } from "../words.js";

const KINDS = { report: "上报", accept: "签收", act: "报处置结果", verify: "报核实结果", check: "核查", note: "补充情况", picture: "照片" };

export async function undoneRow(app, { head, pictures }) {
  const { operation } = head;
  const known = operation.matter ? await fieldMatter(app.store, operation.matter) : null;
  const keys = [...new Set([head.key, ...pictures.map((row) => row.key)])];
  const figures = await Promise.all(pictures.map(async (row) => h("figure", h("img", { src: await app.pictureOf(row.operation), alt: say("照片") }))));
  return h("section.phone-undone", { ariaLabel: say(KINDS[operation.kind]) },
    h("h2.phone-h2", `${say(KINDS[operation.kind])}${known ? `：${known.matter.title}` : ""}`),
    h("p.bad", icon("alert-triangle"), " ", head.words || say("服务器没有收下")),
    operation.words ? h("p.phone-words", operation.words) : null,
    figures.length ? h("div.shot-grid", figures) : null,
    h("p.t3.s12", say("记于 {time}", { time: dayAndClock(operation.at) })),
    h("div.phone-acts", choices(app, operation, pictures, keys)));
}

// A note reaches the desk whatever became of the matter; a report can be mended and sent anew.
function choices(app, operation, pictures, keys) {
  const photos = pictures.map(({ operation: { id: _id, seq: _seq, of: _of, ...photo } }) => photo);
  const answer = operation.passed === undefined ? "" : say(operation.passed ? "（是）" : "（否）");
  const words = say("没有办成的“{kind}”：{words}", { kind: say(KINDS[operation.kind]) + answer, words: operation.words || say("没有写") });
  const asNote = async () => {
    await app.keepDone({ kind: "note", matter: operation.matter, place: operation.place, words, instead_of: operation.id, outcomes: keys }, photos);
    app.refresh();
  };
  const again = async () => {
    await reportAgain(app.store, operation, photos, keys);
    app.go("#/patrol/report");
  };
  const isHeard = operation.matter && operation.kind !== "accept";
  return [
    isHeard ? button(say("交给派办单位作补充情况"), asNote, "btn") : null,
    operation.kind === "report" ? button(say("改一改再报"), again, "btn") : null,
    button(say("知道了，不要了"), async () => { await dropOutcomes(app.store, keys); app.refresh(); }, "btn.s"),
  ];
}
