// Something new, seen on patrol: what, where, photos; the class may be left to the desk.
import { button, h, icon, note } from "../dom.js";
import { show } from "../frame.js";
import { patrolInfo } from "../patrol-store.js";
import { positionNow } from "../where.js";
import { say } from "../words.js";
import { FieldForm } from "./field-form.js";

export async function patrolReport(app) {
  const info = await patrolInfo(app.store);
  if (!info?.can_report) return app.go("#/");
  const form = await FieldForm.open(app, "report", info.limits);
  const place = form.select("place", say("在哪个社区"), placesOf(info), info.places.length === 1 ? info.places[0].code : await app.store.meta("lastPlace"));
  const send = async () => {
    if (!form.text("words")) return form.refuse("words", say("没有写是什么事。请用一两句话写清楚在哪里、怎么了。"));
    const { latitude = null, longitude = null } = form.draft.fields.point ?? {};
    if (!form.text("place") && !latitude) return form.refuse("place", say("请选这件事所在的社区，或者记下现在的位置，这样才知道由谁来办。"));
    await app.store.setMeta("lastPlace", form.text("place"));
    const chosen = Number(form.text("class"));
    await form.hand({ kind: "report", matter: null, place: form.text("place") || null, words: form.text("words"), address: form.text("address"), class: chosen || null, latitude, longitude });
    app.go("#/patrol");
  };
  show(app, {
    name: "patrol-form",
    head: { title: say("报一件事"), under: app.store.user.name, back: "#/patrol" },
    body: [
      h("h1", { tabIndex: -1 }, say("报一件事")),
      form.area("words", say("在哪里、怎么了")),
      form.photos(say("现场的照片")),
      place,
      form.line("address", say("具体位置"), say("几号楼前、哪条路口")),
      pointField(form),
      form.select("class", say("类别"), classesOf(info), "", say("不确定可以不选，由派办单位定。")),
    ],
    foot: [h("div.keep", form.savedLine), button(say("上报"), send, "btn.l.main-act"), h("a.btn.l", { href: "#/patrol" }, say("先放着"))],
  });
}

const placesOf = ({ places }) => [["", [["", say("请选，或按位置定")]]], ...grouped(places.map((place) => [place.within, [place.code, place.name]]))];
const classesOf = ({ classes }) => [["", [["", say("不选")]]], ...classes.map(({ group, classes: rows }) => [group, rows.map((row) => [String(row.id), row.name])])];

function grouped(pairs) {
  const found = new Map();
  for (const [name, option] of pairs) found.set(name, [...(found.get(name) ?? []), option]);
  return [...found];
}

// The point is asked for by a press, so that nobody's whereabouts are kept unawares.
function pointField(form) {
  if (!navigator.geolocation) return null;
  const said = h("span.s13", { ariaLive: "polite" });
  const paint = () => {
    const { point } = form.draft.fields;
    said.replaceChildren(...(point ? [icon("check", "ok"), say("记下了，误差约 {n} 米", { n: point.accuracy })] : [say("没有记位置也能报")]));
  };
  const press = async () => {
    said.replaceChildren(say("正在定位…"));
    const point = await positionNow();
    if (!point) return said.replaceChildren(note("warn", say("没有定到位置，可能没有允许定位，或者在室内。写清具体位置也行。")));
    await form.keep({ point });
    paint();
  };
  paint();
  return h("div.field", h("span.lab", say("位置")), h("div.phone-point", button([icon("map-pin"), say("记下现在的位置")], press, "btn"), said));
}
