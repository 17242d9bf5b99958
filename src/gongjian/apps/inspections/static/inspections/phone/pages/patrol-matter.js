// One matter on patrol: what it is, what is asked, photos as found and as left, and what may be done.
import { button, h, icon } from "../dom.js";
import { clock, dayAndClock, show } from "../frame.js";
import { line } from "../net.js";
import { fetchPatrol, fieldMatter } from "../patrol-store.js";
import { say } from "../words.js";
import { deadline, notTaken } from "./patrol.js";

const FORMS = { act: "报处置结果", verify: "报核实结果", check: "核查" };

export async function patrolMatter(app, id) {
  const row = (await fieldMatter(app.store, Number(id))) ?? (await fetched(app, Number(id)));
  if (!row) return show(app, { name: "patrol-matter", head: { title: say("巡查"), back: "#/patrol" }, body: [h("h1", { tabIndex: -1 }, say("没有这件事")), notTaken()] });
  const { matter, acts } = row;
  const wanted = acts.find((act) => FORMS[act]);
  show(app, {
    name: "patrol-matter",
    head: { title: matter.place_name, under: matter.number, back: "#/patrol" },
    body: [
      h("h1", { tabIndex: -1 }, matter.title),
      acts.length ? deadline(matter) : null,
      matter.is_danger ? h("p.bad", icon("alert-triangle"), " ", say("有生命危险，先确认已经拨打 110、119 或 120。")) : null,
      h("p.t2", [matter.class, matter.address].filter(Boolean).join(" · "), whereLink(matter)),
      isTold(matter) ? null : h("p.phone-words", matter.words),
      matter.asked.map((words) => h("p.phone-asked", h("b", say("要求")), words)),
      matter.results.map(({ unit, words }) => h("p.phone-asked", h("b", say("{unit}报的结果", { unit })), words)),
      await pictures(app, row),
      waitingWords(row),
      h("a.opt-row", { href: `#/patrol/${matter.id}/note` }, icon("pencil"), say("补充情况"), icon("chevron-right")),
    ],
    foot: acts.length ? [
      acts.includes("accept") ? button(say("签收"), (event) => accept(app, matter, event.currentTarget), "btn.l") : h("a.btn.l", { href: "#/patrol" }, say("看全部")),
      wanted ? h("a.btn.l.main-act", { href: `#/patrol/${matter.id}/${wanted}` }, say(FORMS[wanted])) : null,
    ] : null,
  });
}

// One who comes from the desk's page takes all of his matters along, this one with them.
async function fetched(app, id) {
  if (!line.isUp) return null;
  await fetchPatrol(app.store).catch(() => undefined);
  return fieldMatter(app.store, id);
}

// A short report is its own title.
const isTold = ({ title, words }) => words.trim().replace(/[。！]$/, "") === title;

async function accept(app, matter, pressed) {
  pressed.disabled = true;
  await app.keepDone({ kind: "accept", matter: matter.id, place: matter.place }).catch(() => { pressed.disabled = false; });
  app.refresh();
}

// Where the network is, a map of the phone's own may open; the point is as the reporter gave it.
function whereLink({ latitude, longitude }) {
  if (!latitude) return null;
  return h("span.phone-under.t3.s12.num", say("北纬 {latitude}，东经 {longitude}", { latitude, longitude }));
}

async function pictures(app, { matter, pictures: waiting }) {
  const shown = [...matter.photos, ...waiting.map((one) => ({ sha256: one.sha256, word: say("待上传"), at: one.at }))];
  if (!shown.length) return null;
  const figures = await Promise.all(shown.map(async (photo) => h("figure", h("img", { src: await app.pictureOf(photo), alt: `${photo.word} ${matter.title}` }), h("figcaption", h("span", photo.word), h("span.num", dayAndClock(photo.at))))));
  return h("div.shot-grid.phone-two", figures);
}

function waitingWords({ matter, waiting, last, acts }) {
  if (waiting) return h("p.ok", icon("check"), " ", say("已存在手机上 {time}", { time: clock(last.at) }), say("，有网就上传"));
  return acts.length ? null : h("p.t2", say("已传到服务器，现在是“{state}”。", { state: matter.state }));
}
